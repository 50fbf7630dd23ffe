import { describe, expect, test } from '@jest/globals';
import { Exclude, Expose, Transform, Type } from 'class-transformer';
import { IsInt, IsString, ValidateNested } from 'class-validator';
import { compileSchema, Describe } from '../../src/schema/index.js';
import { Leaf } from './support/dtos.js';

class Owner {
  @IsString() name!: string;
  @Exclude() @IsString() passwordHash!: string;
}

class Account {
  @Expose({ name: 'account_id' }) @IsInt() id!: number;
  @ValidateNested() @Type(() => Owner) owner!: Owner;
  @Transform(({ value }) => (value as Date).toISOString(), { toPlainOnly: true })
  @Describe('when')
  since!: Date;
  @Expose() @Describe('greeting') get greeting(): string {
    return `Hello ${this.owner.name}`;
  }
}

const content = { id: 7, owner: { name: 'Ada', passwordHash: 'secret' }, since: new Date(0) };
const plain = {
  account_id: 7,
  owner: { name: 'Ada' },
  since: '1970-01-01T00:00:00.000Z',
  greeting: 'Hello Ada',
};

describe('what goes out', () => {
  const schema = compileSchema(Account, { direction: 'output' });

  test('an instance follows its decorators', () => {
    const owner = Object.assign(new Owner(), content.owner);
    expect(schema.serialize(Object.assign(new Account(), { ...content, owner }))).toEqual(plain);
  });

  test('a plain object is treated as an instance: what is excluded stays inside', () => {
    expect(schema.serialize(content)).toEqual(plain);
  });

  test('what went out meets the schema that is shown for it', async () => {
    expect(await schema.parse(schema.serialize(content))).toMatchObject({ ok: true });
    expect(schema.json['required']).toEqual(['account_id', 'owner', 'since', 'greeting']);
  });

  test('a class that shapes nothing is handed on as it is', () => {
    const leaf = Object.assign(new Leaf(), { text: 'ab' });
    expect(compileSchema(Leaf).serialize(leaf)).toBe(leaf);
  });

  test('what is no object is handed on', () => {
    expect([schema.serialize(undefined), schema.serialize(null), schema.serialize('x')]).toEqual([
      undefined,
      null,
      'x',
    ]);
  });
});
