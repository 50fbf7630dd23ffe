import { describe, expect, test } from '@jest/globals';
import { Type } from 'class-transformer';
import {
  Equals,
  IsArray,
  IsDivisibleBy,
  IsIn,
  IsInt,
  IsNumber,
  IsString,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  compileSchema,
  Describe,
  Schema,
  SchemaDefinitionError,
  type SchemaSource,
} from '../../src/schema/index.js';

function failureOf(source: unknown): SchemaDefinitionError {
  try {
    compileSchema(source as SchemaSource);
  } catch (error) {
    if (error instanceof SchemaDefinitionError) return error;
    throw error;
  }
  throw new Error('it should have been refused');
}

class Undecorated {
  x = 1;
}
class NoType {
  @ValidateNested() inner!: unknown;
}
class NotADto {
  @ValidateNested() @Type(() => Undecorated) inner!: Undecorated;
}
class LateType {
  @ValidateNested()
  @Type(() => {
    throw new ReferenceError('not yet');
  })
  inner!: object;
}
class AMap {
  @Describe('map') map!: Map<string, string>;
}
class ABigInt {
  @Describe('big') big!: bigint;
}
class ForgotEach {
  @IsArray() @IsString() tags!: string[];
}
class EachOfOne {
  @IsString({ each: true }) label!: string;
}
class TextAndNumber {
  @IsString() @IsInt() value!: string;
}
class NoValue {
  @IsIn([undefined, new Date()]) value!: unknown;
}
class NoJson {
  @Equals(Symbol('x')) value!: unknown;
}
class Half {
  @IsDivisibleBy(0.5) value!: number;
}
class NaNLimit {
  @Min(Number('x')) value!: number;
}
class Negative {
  @MaxLength(-1) value!: string;
}
class Typo {
  @Schema({ minimun: 3 }) @IsInt() value!: number;
}
class BadDefault {
  @Describe({ default: 'x' }) @IsInt() value!: number;
}
class NeedsArguments {
  @IsString() value: string;
  constructor(source: { text: string }) {
    this.value = source.text;
  }
}
@Schema({ properties: {} })
class OwnProperties {
  @IsString() value!: string;
}
class BadKeyword {
  @Schema({ type: 'strin' }) @IsNumber() value!: number;
}
class BadPattern {
  @Schema({ pattern: '(' }) @IsString() value!: string;
}

describe('a schema that cannot be described is refused at start-up, with place and cure', () => {
  test.each<[unknown, string, string, string]>([
    [Undecorated, 'PORTICO_SCHEMA_NO_PROPERTIES', 'Undecorated: no property', 'Decorate the properties'],
    [NoType, 'PORTICO_SCHEMA_NESTED_TYPE', 'NoType.inner: @ValidateNested', 'Add @Type'],
    [
      NotADto,
      'PORTICO_SCHEMA_NESTED_TYPE',
      'NotADto.inner: @ValidateNested meets Undecorated',
      'Decorate the properties',
    ],
    [
      LateType,
      'PORTICO_SCHEMA_NESTED_TYPE',
      'LateType.inner: the function given to @Type fails: not yet',
      'return the class',
    ],
    [AMap, 'PORTICO_SCHEMA_TYPE', 'AMap.map: it is declared as Map', '@Transform'],
    [ABigInt, 'PORTICO_SCHEMA_TYPE', 'ABigInt.big: it is declared as BigInt', '@Schema'],
    [
      ForgotEach,
      'PORTICO_SCHEMA_CONTRADICTION',
      'ForgotEach.tags: the validator "isString" asks for string',
      '{ each: true }',
    ],
    [
      EachOfOne,
      'PORTICO_SCHEMA_EACH',
      'EachOfOne.label: the validator "isString"',
      'Declare the property as an array',
    ],
    [
      TextAndNumber,
      'PORTICO_SCHEMA_CONTRADICTION',
      'TextAndNumber.value: the validator "isInt"',
      'Take one of the decorators away',
    ],
    [
      NoValue,
      'PORTICO_SCHEMA_IMPOSSIBLE',
      'NoValue.value: the validator "isIn" allows no value',
      'correct the decorator',
    ],
    [
      NoJson,
      'PORTICO_SCHEMA_IMPOSSIBLE',
      'NoJson.value: the validator "equals" asks',
      'correct the decorator',
    ],
    [
      Half,
      'PORTICO_SCHEMA_IMPOSSIBLE',
      'Half.value: the validator "isDivisibleBy" has 0.5',
      'correct the decorator',
    ],
    [
      NaNLimit,
      'PORTICO_SCHEMA_IMPOSSIBLE',
      'NaNLimit.value: the validator "min" has NaN',
      'correct the decorator',
    ],
    [
      Negative,
      'PORTICO_SCHEMA_IMPOSSIBLE',
      'Negative.value: the validator "maxLength" has -1',
      'correct the decorator',
    ],
    [Typo, 'PORTICO_SCHEMA_KEYWORD', 'Typo.value: @Schema has "minimun"', 'Did you mean "minimum"?'],
    [BadDefault, 'PORTICO_SCHEMA_DEFAULT', 'BadDefault.value: the default "x"', 'Correct the default'],
    [
      NeedsArguments,
      'PORTICO_SCHEMA_CONSTRUCTOR',
      'NeedsArguments: new NeedsArguments() fails',
      'made without arguments',
    ],
    [
      OwnProperties,
      'PORTICO_SCHEMA_KEYWORD',
      'OwnProperties: @Schema on the class sets properties',
      'Decorate the properties',
    ],
    [BadKeyword, 'PORTICO_SCHEMA_INVALID', 'BadKeyword: its schema is not valid', 'Correct what was written'],
    [BadPattern, 'PORTICO_SCHEMA_INVALID', 'BadPattern: its schema is not valid', 'Correct what was written'],
    [null, 'PORTICO_SCHEMA_SOURCE', 'Schema: null was given', 'Give a DTO class'],
    [[], 'PORTICO_SCHEMA_SOURCE', 'Schema: an array was given', 'Give a DTO class'],
    ['string', 'PORTICO_SCHEMA_SOURCE', 'Schema: a string was given', 'Give a DTO class'],
    [() => 1, 'PORTICO_SCHEMA_SOURCE', 'Schema: a function was given', 'Give a DTO class'],
  ])('%p: %s', (source, code, beginning, cure) => {
    const error = failureOf(source);
    expect(error.code).toBe(code);
    expect(error.message).toContain(beginning);
    expect(error.cure).toContain(cure);
    expect(error.message).toContain(error.cure);
  });

  test('two properties cannot share a name', async () => {
    const { Expose } = await import('class-transformer');
    class Twice {
      @IsString() a!: string;
      @Expose({ name: 'a' }) @IsString() b!: string;
    }
    expect(failureOf(Twice)).toMatchObject({
      code: 'PORTICO_SCHEMA_NAME',
      place: { type: 'Twice', property: 'b' },
    });
  });
});
