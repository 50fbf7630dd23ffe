import { describe, expect, test } from '@jest/globals';
import { Type } from 'class-transformer';
import {
  ArrayUnique,
  IsEmail,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  MaxDate,
  Min,
  MinLength,
  registerDecorator,
  Validate,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  ValidatorConstraint,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { compileSchema, Describe, Schema } from '../../src/schema/index.js';
import { outcomeOf } from './support/outcome.js';
import { propertyOf } from './support/one-property.js';

@ValidatorConstraint({ name: 'isLongerThan' })
class IsLongerThan implements ValidatorConstraintInterface {
  validate(value: unknown, { constraints, object }: ValidationArguments): boolean {
    return (
      String(value).length > String((object as Record<string, unknown>)[constraints[0] as string]).length
    );
  }
  defaultMessage(): string {
    return '$property must be longer than $constraint1';
  }
}

@ValidatorConstraint({ async: true })
class IsFree implements ValidatorConstraintInterface {
  async validate(name: string): Promise<boolean> {
    await Promise.resolve();
    return name !== 'taken';
  }
}

function IsEven(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isEven',
      target: target.constructor,
      propertyName: String(property),
      validator: { validate: (value: number) => value % 2 === 0, defaultMessage: () => 'must be even' },
    });
}

describe('validators of the application', () => {
  class Dto {
    @IsString() first!: string;
    @Validate(IsLongerThan, ['first']) @IsString() second!: string;
    @IsOptional() @IsEven() @IsInt() even?: number;
    @IsOptional() @IsEven() loose?: number;
  }

  test('are asked after the schema, with the whole instance', async () => {
    expect(await outcomeOf(Dto, { first: 'abc', second: 'abcd' })).toBeInstanceOf(Dto);
    expect(await outcomeOf(Dto, { first: 'abc', second: 'ab', even: 3 })).toBe(
      'second: must be longer than first\neven: must be even',
    );
    expect(await outcomeOf(Dto, { first: 'abc', second: 5, even: 3 })).toBe('second: must be a string');
  });

  test('are hinted at, because clients do not see them', () => {
    expect(compileSchema(Dto).hints).toEqual([
      'Dto.second: what the validator "IsLongerThan" asks for is enforced, but clients are not told; say it with @Schema({ ... })',
      'Dto.even: what the validator "isEven" asks for is enforced, but clients are not told; say it with @Schema({ ... })',
      'Dto.loose: what the validator "isEven" asks for is enforced, but clients are not told; say it with @Schema({ ... })',
    ]);
    expect(propertyOf(compileSchema(Dto), 'loose')).toEqual({ type: 'number' });
  });

  test('no hint where the author says it', () => {
    class Described {
      @IsEven() @Schema({ multipleOf: 2 }) @IsInt() value!: number;
    }
    expect(compileSchema(Described).hints).toEqual([]);
    expect(propertyOf(compileSchema(Described), 'value')).toEqual({ type: 'integer', multipleOf: 2 });
  });

  test('may take their time; only then is the answer a promise', async () => {
    class User {
      @Validate(IsFree) @IsString() name!: string;
      @Validate(IsFree, { each: true }) @IsString({ each: true }) aliases: string[] = [];
      @IsEven() @IsInt() age: number = 0;
    }
    const schema = compileSchema(User);
    expect(schema.parse({ name: 5 })).toMatchObject({ ok: false });
    expect(schema.parse({ name: 'free' })).toBeInstanceOf(Promise);
    expect(await outcomeOf(User, { name: 'free' })).toBeInstanceOf(User);
    expect(await outcomeOf(User, { name: 'taken', aliases: ['a', 'taken'], age: 1 })).toBe(
      'name: is not valid\naliases[1]: is not valid\nage: must be even',
    );
  });

  test('that fail make the judgement fail: that is no problem of the value', async () => {
    class Broken {
      @ValidateBy({
        name: 'broken',
        validator: {
          validate: () => {
            throw new Error('no database');
          },
        },
      })
      @IsString()
      value!: string;
    }
    expect(() => compileSchema(Broken).parse({ value: 'a' })).toThrow('no database');
  });

  test('with the name of a built-in one are not taken for it', async () => {
    const IsInMyWay = ValidateBy({
      name: 'isIn',
      validator: { validate: (value) => value === 'x', defaultMessage: () => '$property must be x' },
    });
    class Dto {
      @IsInMyWay value!: string;
    }
    expect(propertyOf(compileSchema(Dto), 'value')).toEqual({ type: 'string' });
    expect(compileSchema(Dto).hints).toHaveLength(1);
    expect(await outcomeOf(Dto, { value: 'y' })).toBe('value: must be x');
  });

  test('inside nested objects and arrays tell where', async () => {
    class Inner {
      @IsEven() @IsInt() n!: number;
    }
    class Outer {
      @ValidateNested() @Type(() => Inner) one!: Inner;
      @ValidateNested({ each: true }) @Type(() => Inner) many!: Inner[];
      @IsEven() @IsInt() own: number = 0;
    }
    expect(await outcomeOf(Outer, { one: { n: 1 }, many: [{ n: 2 }, { n: 3 }] })).toBe(
      'one.n: must be even\nmany[1].n: must be even',
    );
  });
});

describe('what the schema cannot say', () => {
  class Dto {
    @IsOptional() @IsEmail() mail?: string;
    @IsOptional() @IsUrl({ require_protocol: true }) link?: string;
    @IsOptional() @MaxDate(new Date('2030-01-01')) @Type(() => Date) until?: Date;
    @IsOptional() @MinLength(2) sign?: string;
    @IsOptional() @Matches(/^ä+$/i) umlaut?: string;
    @IsOptional() @ArrayUnique((item: { id: number }) => item.id) @Describe('items') items?: object[];
    @IsOptional() @IsEmail({}, { each: true }) copies?: string[];
  }

  test.each<[object, string]>([
    [{ mail: 'a@' }, 'mail: must be an email address'],
    [{ link: 'example.org' }, 'link: must be a URL'],
    [{ until: '2031-01-01T00:00:00Z' }, 'until: must not be after 2030-01-01T00:00:00.000Z'],
    [{ sign: '❤️' }, 'sign: must be at least 2 characters long'],
    [{ umlaut: 'ÄäU' }, 'umlaut: must match the pattern /^ä+$/i'],
    [{ items: [{ id: 1 }, { id: 1, more: 2 }] }, 'items: must not have the same element twice'],
    [{ copies: ['a@example.org', 'b'] }, 'copies[1]: must be an email address'],
  ])('%j', async (value, problem) => {
    expect(await outcomeOf(Dto, value)).toBe(problem);
  });

  test('is hinted at where the declared type is another', () => {
    class Mistaken {
      @IsString() count!: number;
    }
    expect(compileSchema(Mistaken).hints).toEqual([
      'Mistaken.count: it is declared as a number and will be a string, which is what its validators ask for',
    ]);
  });

  test('is hinted at where a pattern has no counterpart', () => {
    expect(compileSchema(Dto).hints).toContain(
      'Dto.umlaut: the pattern /^ä+$/i is enforced but not advertised: the flag i can be written out for ASCII letters only',
    );
  });
});

describe('conditions', () => {
  class Payment {
    @IsString() method!: string;
    @ValidateIf((payment: Payment) => payment.method === 'card') @Length(4, 4) digits?: string;
    @ValidateIf((_, value) => value !== null) @IsString() note!: string | null;
    @IsOptional()
    @Min(10, { validateIf: (payment: Payment) => payment.method === 'cash' })
    @IsInt()
    amount?: number;
  }

  test.each<[object, unknown]>([
    [{ method: 'cash', note: null }, expect.any(Payment)],
    [{ method: 'cash', note: 'a', amount: 10 }, expect.any(Payment)],
    [{ method: 'card', note: 'a', digits: '1234', amount: 1 }, expect.any(Payment)],
    [{ method: 'card', note: 'a' }, 'digits: is required'],
    [{ method: 'cash' }, 'note: is required'],
    [{ method: 'cash', note: 'a', amount: 1 }, 'amount: must not be less than 10'],
    [{ method: 'cash', note: 'a', digits: '1' }, 'digits: must be at least 4 characters long'],
  ])('%j', async (value, expected) => {
    expect(await outcomeOf(Payment, value)).toEqual(expected);
  });

  test('a nested object that a condition asks for must be there', async () => {
    class Inner {
      @IsString() name!: string;
    }
    class Outer {
      @IsString() kind!: string;
      @ValidateIf((outer: Outer) => outer.kind === 'with') @ValidateNested() @Type(() => Inner) inner?: Inner;
    }
    expect(await outcomeOf(Outer, { kind: 'with' })).toBe('inner: is required');
    expect(await outcomeOf(Outer, { kind: 'without' })).toBeInstanceOf(Outer);
  });
});

describe('messages of the author', () => {
  class Dto {
    @IsNotEmpty({ message: 'please tell $property' }) @IsString({ message: 'should be text' }) name!: string;
    @Min(1, { message: ({ value, constraints }) => `${String(value)} is below ${String(constraints[0])}` })
    @Max(9, { message: '$value is above $constraint1 in $target' })
    @IsInt()
    size: number = 1;
    @Length(2, 4, { each: true, message: 'too short or too long' }) codes: string[] = [];
    @IsOptional() @IsEmail({}, { message: 'no such address' }) mail?: string;
    @IsOptional() @IsIn(['red', 'green'], { message: 'not a colour we have' }) colour?: string;
    @ArrayUnique({ message: 'one of each' }) ids: number[] = [];
  }

  test.each<[object, string]>([
    [{}, 'name: please tell name'],
    [{ name: '' }, 'name: please tell name'],
    [{ name: 5 }, 'name: should be text'],
    [{ name: 'a', size: 0 }, 'size: 0 is below 1'],
    [{ name: 'a', size: 10 }, 'size: 10 is above 9 in Dto'],
    [{ name: 'a', size: 1.5 }, 'size: must be an integer'],
    [{ name: 'a', codes: ['ab', 'a'] }, 'codes[1]: too short or too long'],
    [{ name: 'a', mail: 'x' }, 'mail: no such address'],
    [{ name: 'a', colour: 'blue' }, 'colour: not a colour we have'],
    [{ name: 'a', ids: [1, 1] }, 'ids: one of each'],
  ])('%j', async (value, problem) => {
    expect(await outcomeOf(Dto, value)).toBe(problem);
  });
});
