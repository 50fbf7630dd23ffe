import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  compileSchema,
  SchemaDefinitionError,
  withJsonSchema,
  type StandardSchemaV1,
} from '../../src/schema/index.js';
import { outcomeOf } from './support/outcome.js';

describe('raw JSON Schema', () => {
  const raw = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      id: { $anchor: 'id', type: 'integer', minimum: 1, 'x-mcp-header': 'Id' },
      mail: { type: 'string', format: 'email' },
      kind: { enum: ['a', 'b'] },
    },
    if: { properties: { kind: { const: 'a' } }, required: ['kind'] },
    then: { required: ['mail'] },
    required: ['id'],
    additionalProperties: false,
    $defs: { unused: { const: { deep: [1] } } },
  };

  test('is shown as it is, and the value comes back as it is', async () => {
    const schema = compileSchema(raw);
    expect(schema.json).toEqual(raw);
    const value = { id: 1, mail: 'a@example.org' };
    const result = await schema.parse(value);
    expect(result.ok && result.value).toBe(value);
    expect(schema.serialize(value)).toBe(value);
    expect(Object.isFrozen(raw)).toBe(false);
  });

  test.each<[unknown, string]>([
    [{ id: 0 }, 'id: must be at least 1'],
    [{ id: 1, mail: 'a' }, 'mail: must be an email address'],
    [{ id: 1, kind: 'a' }, 'mail: is required'],
    [{ id: 1, king: 'a' }, 'king: is not a known property; did you mean kind?'],
    [[], 'must be an object'],
    [JSON.parse('{"id":1,"__proto__":{}}'), '__proto__: is not a known property'],
  ])('%j', async (value, problem) => {
    expect(await outcomeOf(raw, value)).toBe(problem);
  });

  test('a choice of forms is explained by the one that was meant', async () => {
    const choice = {
      anyOf: [
        { type: 'string', minLength: 3 },
        { type: 'array', items: { $ref: '#/$defs/pair' } },
        { $ref: '#/$defs/pair' },
      ],
      $defs: {
        pair: {
          type: 'object',
          properties: { a: { type: 'integer' }, b: { type: 'integer' } },
          required: ['a', 'b'],
        },
      },
    };
    expect(await outcomeOf(choice, 'ab')).toBe('must be at least 3 characters long');
    expect(await outcomeOf(choice, [{ a: 1, b: 2 }, { a: 1 }])).toBe('[1].b: is required');
    expect(await outcomeOf(choice, { a: 'x' })).toBe('b: is required\na: must be an integer');
    expect(await outcomeOf(choice, 5)).toBe('must be a string, an array or an object');
  });

  test.each<[object, unknown, string]>([
    [{ oneOf: [{ minimum: 1 }, { maximum: 5 }] }, 3, 'fits more than one of the allowed forms'],
    [{ contains: { const: 'x' } }, ['y'], 'must contain "x"'],
    [{ contains: { minimum: 5 }, minContains: 2 }, [5, 1], 'must contain at least 2 fitting elements'],
    [{ propertyNames: { pattern: '^a' } }, { b: 1 }, 'b: is not a name a member may have'],
    [{ dependentRequired: { a: ['b'] } }, { a: 1 }, 'b: is required when a is given'],
    [{ prefixItems: [{ type: 'string' }], items: false }, ['a', 1], 'must have at most 1 element'],
    [{ not: { type: 'string' } }, 'a', 'must not be a string'],
    [{ not: { required: ['a'] } }, { a: 1 }, 'has a form that is not allowed'],
    [{ properties: { a: false } }, { a: 1 }, 'a: is not allowed'],
    [{ const: { a: [1] } }, { a: [2], toString: 1 }, 'must be {"a":[1]}'],
    [{ minProperties: 2 }, {}, 'must have at least 2 members'],
    [{ multipleOf: 0.5 }, 0.7, 'must be a multiple of 0.5'],
    [
      { unevaluatedProperties: false, allOf: [{ properties: { a: true } }] },
      { b: 1 },
      'b: is not a known property',
    ],
    [{ items: { type: ['string', 'null'] } }, [1], '[0]: must be a string or null'],
  ])('%j', async (schema, value, problem) => {
    expect(await outcomeOf(schema as never, value)).toBe(problem);
  });

  test('other dialects are understood by what they declare', async () => {
    const old = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      definitions: { name: { type: 'string' } },
      type: 'object',
      properties: { pair: { items: [{ $ref: '#/definitions/name' }, { type: 'integer' }] } },
    };
    expect(compileSchema(old).json).toEqual(old);
    expect(await outcomeOf(old, { pair: [1, 'a'] })).toBe(
      'pair[0]: must be a string\npair[1]: must be an integer',
    );
  });

  test.each<[object, string, RegExp]>([
    [
      { $ref: 'https://example.org/schema.json' },
      'PORTICO_SCHEMA_REMOTE_REF',
      /example\.org.*nothing is fetched/,
    ],
    [{ properties: { a: { items: { $ref: 'other.json#/a' } } } }, 'PORTICO_SCHEMA_REMOTE_REF', /other\.json/],
    [{ $ref: '#/$defs/missing' }, 'PORTICO_SCHEMA_REMOTE_REF', /missing/],
    [{ type: 'strin' }, 'PORTICO_SCHEMA_INVALID', /not valid JSON Schema/],
    [{ properties: [] }, 'PORTICO_SCHEMA_INVALID', /not valid JSON Schema/],
    [{ minimum: 'x' }, 'PORTICO_SCHEMA_INVALID', /not valid JSON Schema/],
    [{ pattern: '(' }, 'PORTICO_SCHEMA_INVALID', /not valid JSON Schema/],
    [{ anyOf: [{ $ref: '#' }] }, 'PORTICO_SCHEMA_INVALID', /not valid JSON Schema/],
    [{ default: () => 1 }, 'PORTICO_SCHEMA_INVALID', /default is a function/],
    [
      { $schema: 'http://json-schema.org/draft-04/schema#' },
      'PORTICO_SCHEMA_INVALID',
      /draft-04.*not understood/,
    ],
  ])('%j is refused at start-up', (schema, code, message) => {
    expect(() => compileSchema(schema as never)).toThrow(SchemaDefinitionError);
    expect(() => compileSchema(schema as never)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  test('references that stay at home are fine, and so is data that looks like one', () => {
    const schema = {
      $id: 'https://example.org/root',
      properties: {
        a: { $ref: '#/$defs/a' },
        b: { $ref: '#anchor' },
        c: { $ref: 'part' },
        $ref: { type: 'string' },
        d: { const: { $ref: 'https://example.org/elsewhere' } },
      },
      $defs: {
        a: { $anchor: 'anchor', type: 'string' },
        part: { $id: 'https://example.org/part', type: 'integer' },
      },
    };
    expect(compileSchema(schema).json).toEqual(schema);
  });

  test('coercion follows the schema', async () => {
    const schema = {
      type: 'object',
      properties: { n: { $ref: '#/$defs/n' } },
      $defs: { n: { type: 'integer' } },
    };
    expect(await outcomeOf(schema, { n: '5', other: '5' }, { coerce: true })).toEqual({ n: 5, other: '5' });
  });
});

describe('Standard Schema', () => {
  const query = z.object({
    text: z.string().min(2),
    limit: z.number().int().max(50).default(10),
    at: z
      .string()
      .transform((text) => text.length)
      .optional(),
  });

  test('zod judges and tells its JSON Schema', async () => {
    const schema = compileSchema(query);
    expect(schema.json).toMatchObject({
      type: 'object',
      properties: {
        text: { type: 'string', minLength: 2 },
        limit: { type: 'integer', maximum: 50, default: 10 },
      },
      required: ['text'],
    });
    expect(await outcomeOf(query, { text: 'ab', at: 'xyz' })).toEqual({ text: 'ab', limit: 10, at: 3 });
    expect(await outcomeOf(query, { text: 'a', limit: '5' })).toMatch(/^text: .+\nlimit: .+$/);
    expect(await outcomeOf(query, { text: 'ab', limit: '5' }, { coerce: true })).toMatchObject({ limit: 5 });
  });

  test('what goes out is shown as it goes out', () => {
    const output = z.object({ n: z.number().default(1) });
    expect(compileSchema(output, { direction: 'output' }).json).toMatchObject({ required: ['n'] });
    expect(compileSchema(output).json).not.toHaveProperty('required');
  });

  test('what has no JSON Schema is refused', () => {
    expect(() => compileSchema(query, { direction: 'output' })).toThrow(
      expect.objectContaining({
        code: 'PORTICO_SCHEMA_STANDARD',
        message: expect.stringMatching(/^zod schema: .*Transforms/),
      }),
    );
  });

  const minimal: StandardSchemaV1<unknown, string> = {
    '~standard': {
      version: 1,
      vendor: 'minimal',
      validate: async (value) =>
        typeof value === 'string'
          ? { value: value.trim() }
          : { issues: [{ message: 'list[0].name is no text', path: ['list', { key: 0 }, 'name'] }] },
    },
  };

  test('a library that does not tell its JSON Schema needs one', async () => {
    expect(() => compileSchema(minimal)).toThrow(/minimal schema: .*withJsonSchema/);
    const json = { type: 'string' };
    const schema = compileSchema(withJsonSchema(minimal, json));
    expect(schema.json).toEqual(json);
    expect(await schema.parse(' a ')).toEqual({ ok: true, value: 'a' });
    expect(await schema.parse(5)).toEqual({
      ok: false,
      problems: [{ path: 'list[0].name', message: 'is no text' }],
    });
  });

  test('an older zod, and schemas that are functions', async () => {
    const older = {
      '~standard': minimal['~standard'],
      toJSONSchema: ({ target }: { target: string }) => ({ $comment: target }),
    };
    expect(compileSchema(older).json).toEqual({ $comment: 'draft-2020-12' });
    const callable = Object.assign(() => 1, withJsonSchema(minimal, { type: 'string' }));
    expect(await outcomeOf(callable as never, 'a')).toBe('a');
  });

  test('bounds hold for it too', async () => {
    expect(await outcomeOf(z.unknown(), [[[]]], { maxDepth: 2 })).toBe(
      'must not be nested more than 2 levels deep',
    );
  });
});

describe('a schema that contains itself in a choice of forms', () => {
  const nested = (levels: number, inner: unknown, around: (value: unknown) => unknown): unknown => {
    let value = inner;
    for (let i = 0; i < levels; i++) value = around(value);
    return value;
  };
  const inTime = async (source: object, value: unknown): Promise<unknown> => {
    const started = Date.now();
    const outcome = await outcomeOf(source as never, value);
    expect(Date.now() - started).toBeLessThan(5_000);
    return outcome;
  };
  const node = (op: string): object => ({
    type: 'object',
    properties: { op: { const: op }, of: { $ref: '#/$defs/node' } },
    required: ['op'],
    additionalProperties: false,
  });

  test('is judged in good time when the forms have a tag', async () => {
    const source = {
      $ref: '#/$defs/node',
      $defs: { node: { oneOf: [node('not'), node('all'), node('any')] } },
    };
    const around = (of: unknown): unknown => ({ op: 'any', of });
    expect(await inTime(source, nested(60, { op: 'all' }, around))).toMatchObject({ op: 'any' });
    const problem = `${Array(60).fill('of').join('.')}.op: must be one of "not", "all", "any"`;
    expect(await inTime(source, nested(60, { op: 'none' }, around))).toBe(problem);
  });

  test('is judged in good time when they have none', async () => {
    const form = (type: string): object => ({
      type: 'object',
      properties: { of: { $ref: '#' }, [type]: { type } },
    });
    const source = { anyOf: [form('string'), form('number'), { type: 'array', items: { $ref: '#' } }] };
    const around = (of: unknown): unknown => ({ of });
    expect(await inTime(source, nested(60, { string: 'a' }, around))).toHaveProperty('of');
    expect(await inTime(source, nested(60, { string: 1, number: 'a' }, around))).toBe(
      'is none of the forms that are allowed',
    );
  });

  test('tells all that is wrong where types tell the forms apart', async () => {
    const source = {
      type: 'object',
      properties: { name: { type: 'string' }, next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } },
      required: ['name'],
    };
    expect(await outcomeOf(source, { name: 1, next: { next: { name: 2, next: null } } })).toBe(
      'name: must be a string\nnext.name: is required\nnext.next.name: must be a string',
    );
  });

  test('is judged anew when the same object has changed', async () => {
    const source = {
      $ref: '#/$defs/n',
      $defs: {
        n: { anyOf: [{ type: 'integer' }, { properties: { a: { $ref: '#/$defs/n' } }, type: 'object' }] },
      },
    };
    const value: { a: unknown } = { a: 1 };
    expect(await outcomeOf(source, value)).toBe(value);
    value.a = 'x';
    expect(typeof (await outcomeOf(source, value))).toBe('string');
  });
});
