import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileCheck } from '../../src/schema/json/fast-check.js';
import { SlowCheck } from '../../src/schema/json/slow-check.js';

// One schema, one judgement: the function that says yes to good values, and ajv, which has the last word.
const samples = Number(process.env['PORTICO_FUZZ_SAMPLES'] ?? 10_000);
const patience = 30_000 + samples * 5;

type Node = Record<string, unknown>;

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  fc.integer({ min: -3, max: 9 }),
  fc.constantFrom<unknown>(
    0.5,
    -0,
    1e21,
    3e21,
    true,
    false,
    null,
    '',
    'a',
    'ab',
    'abc',
    '😀',
    '__proto__',
    'toString',
  ),
);

// A member named `__proto__` is refused before anything is judged.
const name = fc.constantFrom('a', 'b', 'toString', 'constructor');

const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie('any'), { maxLength: 4 }) },
    { weight: 3, arbitrary: fc.array(fc.tuple(name, tie('any')), { maxLength: 3 }).map(fromPairs) },
  ),
})).any;

const limit = fc.integer({ min: 0, max: 3 });
const types = fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'array', 'object');

const document: fc.Arbitrary<unknown> = fc.letrec((tie) => {
  const schema = tie('schema');
  const list = fc.array(schema, { minLength: 1, maxLength: 3 });
  const keyword: fc.Arbitrary<Node> = fc.oneof(
    types.map((type) => ({ type })),
    fc.uniqueArray(types, { minLength: 1, maxLength: 3 }).map((several) => ({ type: several })),
    fc.array(value, { minLength: 1, maxLength: 4 }).map((values) => ({ enum: values })),
    value.map((only) => ({ const: only })),
    fc
      .constantFrom('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum')
      .chain((key) => limit.map((n) => ({ [key]: n }))),
    fc.constantFrom(1, 2, 3, 0.5, 1e-8).map((multipleOf) => ({ multipleOf })),
    fc
      .constantFrom('minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties')
      .chain((key) => limit.map((n) => ({ [key]: n }))),
    fc.constantFrom('^a', 'b$', '^.$', '[^a]').map((pattern) => ({ pattern })),
    fc.boolean().map((uniqueItems) => ({ uniqueItems })),
    fc.uniqueArray(name, { maxLength: 2 }).map((required) => ({ required })),
    fc.array(fc.tuple(name, schema), { maxLength: 3 }).map((pairs) => ({ properties: fromPairs(pairs) })),
    fc.oneof(fc.boolean(), schema).map((additionalProperties) => ({ additionalProperties })),
    fc.oneof(fc.boolean(), schema).map((items) => ({ items })),
    schema.map((contains) => ({ contains })),
    schema.map((not) => ({ not })),
    fc.constantFrom('allOf', 'anyOf', 'oneOf').chain((key) => list.map((schemas) => ({ [key]: schemas }))),
    fc.constantFrom('#', '#/$defs/a').map(($ref) => ({ properties: { b: { $ref } } })),
  );
  return {
    schema: fc
      .array(keyword, { maxLength: 4, depthIdentifier: 'schema' })
      .map((keywords) => Object.assign({}, ...keywords) as unknown),
  };
}).schema;

describe('the fast judgement and the slow one are the same', () => {
  test(
    'for documents and values of all kinds',
    () => {
      let accepted = 0;
      fc.assert(
        fc.property(
          document,
          document,
          fc.array(value, { minLength: 10, maxLength: 10 }),
          (schema, definition, values) => {
            const written = toJson({ ...(schema as Node), $defs: { a: definition } }) as Node;
            const fast = compileCheck(written);
            const remembering = compileCheck(written, { remember: true });
            const slow = new SlowCheck(written, { isKnownValid: true, allErrors: true });
            for (const sample of values.map(toJson)) {
              const problems = slow.problems(sample);
              if (fast?.(sample) === true) accepted++;
              if (fast?.(sample) !== (problems.length === 0) || remembering?.(sample) !== fast?.(sample))
                throw new Error(`${JSON.stringify(sample)}: ${JSON.stringify(problems)}`);
            }
          },
        ),
        { numRuns: samples / 10 },
      );
      expect(accepted).toBeGreaterThan(samples / 10);
    },
    patience,
  );
});

function fromPairs(pairs: readonly (readonly [string, unknown])[]): unknown {
  return Object.fromEntries(pairs);
}

function toJson(given: unknown): unknown {
  return JSON.parse(JSON.stringify(given)) as unknown;
}
