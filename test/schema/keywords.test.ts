import { describe, expect, test } from '@jest/globals';
import { Type } from 'class-transformer';
import * as cv from 'class-validator';
import { compileSchema, Describe, Schema } from '../../src/schema/index.js';
import { strictAjv } from './support/ajv.js';
import { Colour, Level, Mixed } from './support/dtos.js';
import { dtoWith, publishedFor } from './support/one-property.js';

type Row = readonly [
  what: string,
  designType: unknown,
  decorators: readonly PropertyDecorator[],
  published: object,
];

const each = { each: true };

const types: readonly Row[] = [
  ['@IsString', String, [cv.IsString()], { type: 'string' }],
  ['@IsInt', Number, [cv.IsInt()], { type: 'integer' }],
  ['@IsNumber', Number, [cv.IsNumber()], { type: 'number' }],
  ['@IsNumber without decimals', Number, [cv.IsNumber({ maxDecimalPlaces: 0 })], { type: 'integer' }],
  ['@IsBoolean', Boolean, [cv.IsBoolean()], { type: 'boolean' }],
  ['@IsArray', Array, [cv.IsArray()], { type: 'array', items: {} }],
  ['@IsObject', Object, [cv.IsObject()], { type: 'object' }],
  ['@IsDate', Date, [cv.IsDate()], { type: 'string', format: 'date-time' }],
  [
    '@MinDate on any declared type',
    Object,
    [cv.MinDate(new Date())],
    { type: 'string', format: 'date-time' },
  ],
  ['@IsNotEmptyObject', Object, [cv.IsNotEmptyObject()], { type: 'object', minProperties: 1 }],
  ['only @Describe, string', String, [Describe('d')], { type: 'string', description: 'd' }],
  ['only @Describe, number', Number, [Describe('d')], { type: 'number', description: 'd' }],
  ['only @Describe, boolean', Boolean, [Describe('d')], { type: 'boolean', description: 'd' }],
  ['only @Describe, Date', Date, [Describe('d')], { type: 'string', description: 'd', format: 'date-time' }],
  ['only @Describe, array', Array, [Describe('d')], { type: 'array', description: 'd', items: {} }],
  [
    '@Type for elements',
    Array,
    [cv.IsArray(), Type(() => Number)],
    { type: 'array', items: { type: 'number' } },
  ],
  [
    '@Type for dates',
    Array,
    [cv.IsArray(), Type(() => Date)],
    { type: 'array', items: { type: 'string', format: 'date-time' } },
  ],
  ['@Allow', String, [cv.Allow()], { type: 'string' }],
  ['@IsDefined', Object, [cv.IsDefined()], { not: { type: 'null' } }],
  ['@IsDefined, declared', String, [cv.IsDefined()], { type: 'string' }],
];

const fixed: readonly Row[] = [
  ['@IsEnum of texts', String, [cv.IsEnum(Colour)], { type: 'string', enum: ['red', 'green'] }],
  ['@IsEnum of numbers', Number, [cv.IsEnum(Level)], { type: 'integer', enum: [0, 1] }],
  ['@IsEnum of both', Object, [cv.IsEnum(Mixed)], { enum: [0, 'some'] }],
  ['@IsEnum of a list', String, [cv.IsEnum(['a', 'b'])], { type: 'string', enum: ['a', 'b'] }],
  ['@IsIn', String, [cv.IsIn(['a', 'b'])], { type: 'string', enum: ['a', 'b'] }],
  ['@IsIn with null', Object, [cv.IsIn(['a', null])], { type: ['string', 'null'], enum: ['a', null] }],
  ['@IsIn of numbers', Number, [cv.IsIn([1, 2.5])], { type: 'number', enum: [1, 2.5] }],
  [
    '@IsIn leaves out what JSON cannot carry',
    Object,
    [cv.IsIn(['a', undefined, new Date()])],
    { type: 'string', enum: ['a'] },
  ],
  ['@IsNotIn', String, [cv.IsNotIn(['a', 'b'])], { type: 'string', not: { enum: ['a', 'b'] } }],
  ['@Equals', String, [cv.Equals('v1')], { type: 'string', const: 'v1' }],
  ['@NotEquals', String, [cv.NotEquals('v1')], { type: 'string', not: { const: 'v1' } }],
  [
    'two that forbid',
    String,
    [cv.NotEquals('a'), cv.NotEquals('b')],
    { type: 'string', not: { const: 'a' }, allOf: [{ not: { const: 'b' } }] },
  ],
  [
    '@IsIn and @IsEnum',
    String,
    [cv.IsIn(['red', 'blue']), cv.IsEnum(Colour)],
    { type: 'string', enum: ['red'] },
  ],
  ['@IsNotEmpty, string', String, [cv.IsNotEmpty()], { type: 'string', minLength: 1 }],
  ['@IsNotEmpty, number', Number, [cv.IsNotEmpty()], { type: 'number' }],
  ['@IsNotEmpty, anything', Object, [cv.IsNotEmpty()], { not: { enum: ['', null] } }],
  ['@IsEmpty', Object, [cv.IsEmpty()], { enum: ['', null] }],
];

const numbers: readonly Row[] = [
  [
    '@Min and @Max',
    Number,
    [cv.IsInt(), cv.Min(1), cv.Max(14)],
    { type: 'integer', minimum: 1, maximum: 14 },
  ],
  [
    'the tighter of two',
    Number,
    [cv.Min(1), cv.Min(3), cv.Max(9), cv.Max(7)],
    { type: 'number', minimum: 3, maximum: 7 },
  ],
  ['@Min without a limit', Number, [cv.Min(-Infinity)], { type: 'number' }],
  ['@IsPositive', Number, [cv.IsPositive()], { type: 'number', exclusiveMinimum: 0 }],
  ['@IsNegative', Number, [cv.IsNegative()], { type: 'number', exclusiveMaximum: 0 }],
  ['@IsDivisibleBy', Number, [cv.IsDivisibleBy(-3)], { type: 'number', multipleOf: 3 }],
  ['@IsLatitude, number', Number, [cv.IsLatitude()], { type: 'number', minimum: -90, maximum: 90 }],
  ['@IsLatitude, string', String, [cv.IsLatitude()], { type: 'string' }],
  [
    '@IsLongitude, either',
    Object,
    [cv.IsLongitude()],
    { anyOf: [{ type: 'number', minimum: -180, maximum: 180 }, { type: 'string' }] },
  ],
];

const texts: readonly Row[] = [
  ['@Length', String, [cv.Length(1, 64)], { type: 'string', minLength: 1, maxLength: 64 }],
  ['@Length, one limit', String, [cv.Length(3)], { type: 'string', minLength: 3 }],
  [
    '@MinLength and @MaxLength',
    String,
    [cv.MinLength(2), cv.MaxLength(5)],
    { type: 'string', minLength: 2, maxLength: 5 },
  ],
  ['limits that say nothing', String, [cv.Length(0, Infinity)], { type: 'string' }],
  [
    'limits that are not whole',
    String,
    [cv.Length(1.5, 3.5)],
    { type: 'string', minLength: 2, maxLength: 3 },
  ],
  ['@Matches', String, [cv.Matches(/^a+$/)], { type: 'string', pattern: '^a+$' }],
  ['@Matches with flags', String, [cv.Matches(/^a.$/is)], { type: 'string', pattern: '^[aA][\\s\\S]$' }],
  ['@Matches with text', String, [cv.Matches('^a$', 'i')], { type: 'string', pattern: '^[aA]$' }],
  ['@Matches, not portable', String, [cv.Matches(/ä/i)], { type: 'string' }],
  [
    'two patterns',
    String,
    [cv.Matches(/a/), cv.Matches(/b/)],
    { type: 'string', pattern: 'a', allOf: [{ pattern: 'b' }] },
  ],
  ['@Contains', String, [cv.Contains('a.b')], { type: 'string', pattern: 'a\\.b' }],
  ['@NotContains', String, [cv.NotContains('a')], { type: 'string', not: { pattern: 'a' } }],
  ['@IsEmail', String, [cv.IsEmail()], { type: 'string', format: 'email' }],
  ['@IsUrl', String, [cv.IsUrl()], { type: 'string', format: 'uri' }],
  ['@IsUUID', String, [cv.IsUUID('4')], { type: 'string', format: 'uuid' }],
  ['@IsIP(4)', String, [cv.IsIP(4)], { type: 'string', format: 'ipv4' }],
  ['@IsIP("6")', String, [cv.IsIP('6')], { type: 'string', format: 'ipv6' }],
  ['@IsIP', String, [cv.IsIP()], { type: 'string' }],
  ['@IsISO8601', String, [cv.IsISO8601()], { type: 'string', format: 'date-time' }],
  ['@IsDateString', String, [cv.IsDateString()], { type: 'string', format: 'date-time' }],
  ['@IsFQDN', String, [cv.IsFQDN()], { type: 'string', format: 'hostname' }],
  ['@IsJSON', String, [cv.IsJSON()], { type: 'string', contentMediaType: 'application/json' }],
  ['@IsHash', String, [cv.IsHash('sha1')], { type: 'string', pattern: '^[a-fA-F0-9]{40}$' }],
  ['@IsByteLength', String, [cv.IsByteLength(5, 9)], { type: 'string', minLength: 2, maxLength: 9 }],
];

const arrays: readonly Row[] = [
  ['@IsString of each', Array, [cv.IsString(each)], { type: 'array', items: { type: 'string' } }],
  [
    '@IsEnum of each',
    Array,
    [cv.IsEnum(Level, each)],
    { type: 'array', items: { type: 'integer', enum: [0, 1] } },
  ],
  [
    '@Matches of each',
    Array,
    [cv.Matches(/^a$/, each)],
    { type: 'array', items: { type: 'string', pattern: '^a$' } },
  ],
  [
    'sizes',
    Array,
    [cv.ArrayMinSize(1), cv.ArrayMaxSize(3)],
    { type: 'array', minItems: 1, maxItems: 3, items: {} },
  ],
  ['@ArrayNotEmpty', Array, [cv.ArrayNotEmpty()], { type: 'array', minItems: 1, items: {} }],
  ['@ArrayUnique', Array, [cv.ArrayUnique()], { type: 'array', uniqueItems: true, items: {} }],
  [
    '@ArrayContains',
    Array,
    [cv.ArrayContains([1, 2])],
    { type: 'array', allOf: [{ contains: { const: 1 } }, { contains: { const: 2 } }], items: {} },
  ],
  [
    '@ArrayNotContains',
    Array,
    [cv.ArrayNotContains([1])],
    { type: 'array', not: { contains: { enum: [1] } }, items: {} },
  ],
  [
    'an array of arrays',
    Array,
    [cv.IsArray(each), cv.ArrayMinSize(1, each)],
    { type: 'array', items: { type: 'array', minItems: 1 } },
  ],
];

describe('what decorators mean in JSON Schema', () => {
  test.each([...types, ...fixed, ...numbers, ...texts, ...arrays])(
    '%s',
    (_what, designType, decorators, published) => {
      const schema = compileSchema(dtoWith(designType, ...decorators));
      expect(publishedFor(designType, ...decorators)).toEqual(published);
      expect(() => strictAjv(schema.json, { formats: 'asserted' })).not.toThrow();
    },
  );

  test('every built-in validator is known, and makes a schema that ajv takes at its strictest', () => {
    const names = Object.entries(cv)
      .filter(([key, value]) => /^[A-Z0-9_]+$/.test(key) && typeof value === 'string')
      .map(([, value]) => value as string)
      .filter((name) => name !== 'isOptional');
    const unknown = names.filter((name) => {
      const sample = samples[name];
      if (sample === undefined) return true;
      const schema = compileSchema(dtoWith(Object, sample));
      strictAjv(schema.json, { formats: 'asserted' });
      return schema.hints.some((hint) => hint.includes('clients are not told'));
    });
    expect(unknown).toEqual([]);
    expect(names.length).toBeGreaterThan(95);
  });

  test('the text of a keyword comes in the order people read it', () => {
    class Dto {
      @Schema({ examples: ['x'] })
      @cv.MaxLength(3)
      @Describe({ title: 'T', description: 'D' })
      @cv.IsString()
      value: string = 'a';
    }
    const { properties } = compileSchema(Dto).json as { properties: { value: object } };
    expect(Object.keys(properties.value)).toEqual([
      'type',
      'title',
      'description',
      'maxLength',
      'default',
      'examples',
    ]);
  });
});

const argumentsOf: Readonly<Record<string, readonly unknown[]>> = {
  Length: [1, 2],
  MinLength: [1],
  MaxLength: [1],
  Min: [1],
  Max: [1],
  IsDivisibleBy: [2],
  Matches: [/a/],
  Contains: ['a'],
  NotContains: ['a'],
  IsIn: [['a']],
  IsNotIn: [['a']],
  IsEnum: [Colour],
  Equals: ['a'],
  NotEquals: ['a'],
  ArrayContains: [['a']],
  ArrayNotContains: [['a']],
  ArrayMinSize: [1],
  ArrayMaxSize: [1],
  MinDate: [new Date(0)],
  MaxDate: [new Date(0)],
  IsInstance: [Date],
  IsHash: ['md5'],
  IsByteLength: [1, 2],
  IsTaxId: ['en-US'],
  IsPassportNumber: ['DE'],
};

/** One use of each built-in validator, by the name class-validator keeps it under. */
const samples: Readonly<Record<string, PropertyDecorator>> = Object.fromEntries(
  Object.entries(cv).flatMap(([key, decorate]) => {
    if (!/^(?:[A-Z][a-z]|IsISO|IsIP|IsUUID|IsJ|IsFQ|IsBIC|IsEAN|IsHSL|IsIBAN|IsIS|IsMAC)/.test(key))
      return [];
    if (typeof decorate !== 'function' || /^(?:Validat|MetadataStorage|Allow|IsOptional)/.test(key))
      return [];
    const decorator = (decorate as (...args: unknown[]) => PropertyDecorator)(...(argumentsOf[key] ?? []));
    class Sample {}
    decorator(Sample.prototype, 'value');
    const [kept] = cv.getMetadataStorage().getTargetValidationMetadatas(Sample, '', false, false);
    return [[kept?.name ?? kept?.type ?? key, decorator]];
  }),
);
