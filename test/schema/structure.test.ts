import { describe, expect, test } from '@jest/globals';
import { Exclude, Expose, Type } from 'class-transformer';
import {
  Allow,
  IsArray,
  IsEmpty,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { compileSchema, Describe, isDto, Schema, type Class } from '../../src/schema/index.js';
import { strictAjv } from './support/ajv.js';
import { Drawing, Leaf, Tree } from './support/dtos.js';
import { propertyOf } from './support/one-property.js';

function published(type: Class): Record<string, unknown> {
  const { json } = compileSchema(type);
  strictAjv(json, { formats: 'asserted' });
  return json;
}

const leaf = {
  type: 'object',
  properties: { text: { type: 'string', minLength: 2 }, rank: { type: 'integer' } },
  required: ['text'],
  additionalProperties: false,
};

describe('the shape of a DTO', () => {
  test('properties stand in order of declaration, and what is not decorated is not there', () => {
    class Dto {
      @Describe('b') b!: string;
      @IsString() a!: string;
      secret = 'no decorator';
      @IsInt() @Describe('c') c!: number;
      @Describe('d') d!: string;
    }
    const json = published(Dto);
    expect(Object.keys(json['properties'] as object)).toEqual(['b', 'a', 'c', 'd']);
    expect(json['required']).toEqual(['b', 'a', 'c', 'd']);
    expect(json['additionalProperties']).toBe(false);
  });

  test('what is declared in a base class comes first, and a redeclared property replaces its rules', () => {
    class Base {
      @Describe('of the base') @IsString() id!: string;
      @Max(5) size!: number;
    }
    class Derived extends Base {
      @IsString() name!: string;
      @Min(1) declare size: number;
    }
    expect(published(Derived)['properties']).toEqual({
      id: { type: 'string', description: 'of the base' },
      size: { type: 'number', minimum: 1 },
      name: { type: 'string' },
    });
    expect(published(Base)['properties']).toMatchObject({ size: { maximum: 5 } });
  });

  test('the class has a title, a description and keywords of its own', () => {
    @Describe({ title: 'Trip', description: 'A journey' })
    @Schema({ minProperties: 1 })
    class Dto {
      @IsString() city!: string;
    }
    expect(published(Dto)).toMatchObject({ title: 'Trip', description: 'A journey', minProperties: 1 });
  });

  test('a DTO of nothing is one that says so', async () => {
    @Describe('takes nothing')
    class Nothing {}
    expect(published(Nothing)).toEqual({
      type: 'object',
      description: 'takes nothing',
      properties: {},
      additionalProperties: false,
    });
    expect(await compileSchema(Nothing).parse({})).toEqual({ ok: true, value: new Nothing() });
  });

  test('the published schema cannot be changed', () => {
    const { json } = compileSchema(Leaf);
    expect(() => Object.assign(json['properties'] as object, { more: {} })).toThrow(TypeError);
  });

  test('one class is compiled once for the same options', () => {
    expect(compileSchema(Leaf)).toBe(compileSchema(Leaf, {}));
    expect(compileSchema(Leaf)).not.toBe(compileSchema(Leaf, { coerce: true }));
  });
});

describe('what may be left out', () => {
  test('optional, with a default, allowed only, conditional or meant to be empty', () => {
    class Dto {
      @IsString() needed!: string;
      @IsOptional() @IsString() optional?: string;
      @IsInt() withDefault: number = 3;
      @Allow() allowed?: string;
      @ValidateIf((dto: Dto) => dto.withDefault > 3) @IsString() conditional?: string;
      @IsEmpty() empty?: string;
      @Describe({ description: 'd', default: 7 }) described!: number;
    }
    expect(published(Dto)['required']).toEqual(['needed']);
    expect(propertyOf(compileSchema(Dto), 'withDefault')).toEqual({ type: 'integer', default: 3 });
    expect(propertyOf(compileSchema(Dto), 'described')).toMatchObject({ default: 7 });
  });

  test('a default is advertised when it is JSON, always the same, and allowed', () => {
    class Dto {
      @IsArray() @IsString({ each: true }) list: string[] = ['a'];
      @IsInt() random: number = Math.random() > 2 ? 0 : Math.floor(Math.random() * 1e9);
      @IsString() now: string = new Date().toISOString();
      @Describe('d') date: Date = new Date(0);
      @IsString() @Length(2, 5) notAllowed: string = '';
      @IsOptional() @IsString() nothing: string | null = null;
      @ValidateNested() leaf: Leaf = Object.assign(new Leaf(), { text: 'ab' });
    }
    const { properties, required } = published(Dto) as {
      properties: Record<string, object>;
      required: string[];
    };
    expect(Object.entries(properties).filter(([, property]) => 'default' in property)).toEqual([
      ['list', { type: 'array', items: { type: 'string' }, default: ['a'] }],
    ]);
    expect(required).toEqual(['notAllowed']);
  });
});

describe('classes inside classes', () => {
  test('one that is used once stands where it is used', () => {
    class Dto {
      @Describe('the leaf') @ValidateNested() @Type(() => Leaf) leaf!: Leaf;
    }
    expect(published(Dto)).toEqual({
      type: 'object',
      properties: { leaf: { ...leaf, description: 'the leaf' } },
      required: ['leaf'],
      additionalProperties: false,
    });
  });

  test('one that is used more often stands in $defs', () => {
    class Dto {
      @ValidateNested() one!: Leaf;
      @Describe('more') @ValidateNested({ each: true }) @Type(() => Leaf) many!: Leaf[];
    }
    expect(published(Dto)).toMatchObject({
      properties: {
        one: { $ref: '#/$defs/Leaf' },
        many: { type: 'array', description: 'more', items: { $ref: '#/$defs/Leaf' } },
      },
      $defs: { Leaf: leaf },
    });
  });

  test('a class that contains itself refers to the root', () => {
    expect(published(Tree)).toMatchObject({ properties: { next: { $ref: '#' } }, $defs: { Leaf: leaf } });
  });

  test('two classes of one name are two classes', () => {
    const first = (() => {
      class Input {
        @IsString() a!: string;
      }
      return Input;
    })();
    const second = (() => {
      class Input {
        @IsInt() b!: number;
      }
      return Input;
    })();
    class Dto {
      @ValidateNested() @Type(() => first) x!: object;
      @ValidateNested() @Type(() => first) y!: object;
      @ValidateNested() @Type(() => second) z!: object;
      @ValidateNested() @Type(() => second) w!: object;
    }
    expect(published(Dto)['$defs']).toEqual({
      Input: expect.objectContaining({ required: ['a'] }),
      Input2: expect.objectContaining({ required: ['b'] }),
    });
    expect(published(first)).not.toEqual(published(second));
  });

  test('classes that contain each other', () => {
    class Person {
      @IsString() name!: string;
      @ValidateNested({ each: true }) @Type(() => House) houses!: object[];
    }
    class House {
      @ValidateNested() @Type(() => Person) owner!: Person;
      @IsOptional() @ValidateNested() @Type(() => House) annex?: House;
    }
    expect(published(Person)).toMatchObject({
      properties: { houses: { items: { $ref: '#/$defs/House' } } },
      $defs: { House: { properties: { owner: { $ref: '#' }, annex: { $ref: '#/$defs/House' } } } },
    });
  });

  test('a discriminator makes a choice of forms', () => {
    expect(propertyOf(compileSchema(Drawing), 'shape')).toEqual({
      oneOf: [
        {
          type: 'object',
          properties: {
            kind: { type: 'string', enum: ['circle', 'square'], const: 'circle' },
            radius: { type: 'number', exclusiveMinimum: 0 },
          },
          required: ['kind', 'radius'],
          additionalProperties: false,
        },
        expect.objectContaining({ required: ['kind', 'side'] }),
      ],
    });
    expect(() => strictAjv(compileSchema(Drawing).json, { formats: 'asserted' })).not.toThrow();
  });

  test('with @IsObject, and with null', () => {
    class Dto {
      @IsObject() @ValidateNested() @Type(() => Leaf) leaf!: Leaf;
      @Schema({ type: ['object', 'null'] }) @ValidateNested() @Type(() => Leaf) maybe!: Leaf | null;
    }
    expect(published(Dto)).toMatchObject({
      properties: {
        leaf: { $ref: '#/$defs/Leaf' },
        maybe: { anyOf: [{ $ref: '#/$defs/Leaf' }, { type: 'null' }] },
      },
    });
  });
});

describe('names and visibility', () => {
  class Account {
    @Expose({ name: 'user_id' }) @IsInt() id!: number;
    @Exclude() @IsString() internal!: string;
    @Exclude({ toPlainOnly: true }) @IsString() password!: string;
    @Expose({ name: 'label', toPlainOnly: true }) @IsString() name!: string;
    @Expose() @Describe('in capitals') get loud(): string {
      return this.name.toUpperCase();
    }
  }

  test('what comes in', () => {
    expect(Object.keys(published(Account)['properties'] as object)).toEqual(['user_id', 'password', 'name']);
  });

  test('what goes out', () => {
    const { json } = compileSchema(Account, { direction: 'output' });
    expect(Object.keys(json['properties'] as object).sort()).toEqual(['label', 'loud', 'user_id']);
  });

  test('a class that exposes only what it names', () => {
    @Exclude()
    class Dto {
      @Expose() @IsString() shown!: string;
      @IsString() hidden!: string;
    }
    expect(published(Dto)['required']).toEqual(['shown']);
  });
});

describe('keywords of the author', () => {
  test('are merged over the generated ones', () => {
    class Dto {
      @Schema({ maxLength: 9, 'x-mcp-header': 'Region' }) @Length(1, 64) region!: string;
    }
    expect(propertyOf(compileSchema(Dto), 'region')).toEqual({
      type: 'string',
      minLength: 1,
      maxLength: 9,
      'x-mcp-header': 'Region',
    });
  });

  test('replace them when they are about another type', () => {
    class Dto {
      @Schema({ type: 'string', pattern: '^\\d+$' }) @IsInt() @Min(1) @Type(() => Number) count!: number;
    }
    expect(propertyOf(compileSchema(Dto), 'count')).toEqual({ type: 'string', pattern: '^\\d+$' });
  });

  test('let null in', () => {
    class Dto {
      @Schema({ type: ['string', 'null'] }) @IsString() a!: string | null;
      @ValidateIf((_, value) => value !== null) @IsInt() @Min(1) b!: number | null;
      @ValidateIf((_, value) => value != null) @IsString() c?: string | null;
    }
    expect(published(Dto)).toMatchObject({
      properties: {
        a: { type: ['string', 'null'] },
        b: { type: ['integer', 'null'], minimum: 1 },
        c: { type: ['string', 'null'] },
      },
      required: ['a', 'b'],
    });
  });
});

test('isDto knows classes with decorated properties, own and inherited', () => {
  class Noted {
    @Describe('x') x!: string;
  }
  class Heir extends Noted {}
  class Plain {
    x = 1;
  }
  expect([Leaf, Noted, Heir, class extends Leaf {}].map(isDto)).toEqual([true, true, true, true]);
  expect([Plain, String, Object, Date, {}, null, () => 1].map(isDto)).toEqual(Array(7).fill(false));
});
