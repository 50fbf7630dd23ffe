import { describe, expect, test } from '@jest/globals';
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { compileSchema, type Class } from '../../src/schema/index.js';
import { strictAjv } from './support/ajv.js';
import * as dtos from './support/dtos.js';

// The promise: a value is accepted exactly when the published schema accepts it, in an ajv that has nothing to do
// with ours, and class-validator accepts the instance. Formats are annotations, but for dates, where they are judged.
const samples = Number(process.env['PORTICO_FUZZ_SAMPLES'] ?? 10_000);
const patience = 30_000 + samples * 5;

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.string({ maxLength: 6, unit: fc.constantFrom(...'abcx1 -.@\n', '😀', '\uFE0F', 'é') }),
  fc.integer({ min: -4, max: 20 }),
  fc.double({ noNaN: true }),
  fc.constantFrom<unknown>(true, false, null, '', 'Low', 'High', 'red', 0, 1, '0', 1e-7, 1e21, 'a', 'true'),
  fc.constantFrom<unknown>([], {}, [[]], [null], [1, 1], ['__proto__', '__proto__'], [{ text: 'ab' }], {
    text: 'a',
  }),
);

/** Mostly what `good` makes, now and then something else. */
const mostly = (good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 40, arbitrary: good }, { weight: 1, arbitrary: junk });

/** A good value, or now and then one that is worth a try. */
const often = (good: fc.Arbitrary<unknown>, odd: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: odd });

const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });

/** An object; a name that ends in `?` may be missing, and now and then any other is, or one is too many. */
function members(good: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  const plain = (name: string): string => name.replace('?', '');
  const requiredKeys = Object.keys(good).filter((name) => !name.endsWith('?'));
  const values = Object.fromEntries(
    Object.entries(good).map(([name, value]) => [plain(name), mostly(value)]),
  );
  return fc
    .tuple(
      fc.record(values, { requiredKeys }),
      seldom(fc.constantFrom(...Object.keys(values))),
      seldom(fc.constantFrom('extra', 'constructor', 'prototype', 'toString', '__proto__')),
    )
    .map(([all, left, extra]) => {
      const kept = Object.entries(all).filter(([name]) => name !== left);
      return Object.fromEntries(extra === null ? kept : [...kept, [extra, 1]]);
    });
}

const text = (...units: string[]): fc.Arbitrary<string> =>
  fc.string({ minLength: 1, maxLength: 5, unit: fc.constantFrom(...units) });

const leaf = members({ text: text('a', 'b'), 'rank?': fc.integer({ min: 0, max: 4 }) });

const tree: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  node: members({
    leaf,
    list: fc.array(fc.oneof({ weight: 6, arbitrary: leaf }, { weight: 1, arbitrary: junk }), {
      maxLength: 3,
    }),
    'next?': fc.option(tie('node'), { freq: 2, nil: undefined, maxDepth: 4 }),
    'free?': fc.dictionary(text('a', 'b'), fc.integer()),
    'full?': fc.dictionary(text('a', 'b'), fc.integer()),
  }),
})).node;

const cases: readonly (readonly [Class, fc.Arbitrary<unknown>])[] = [
  [
    dtos.Scalars,
    members({
      city: text('a', 'é', '😀'),
      days: fc.integer({ min: 1, max: 14 }),
      'nice?': fc.boolean(),
      price: fc.integer({ min: -999, max: 999 }).map((cents) => cents / 100),
      triple: fc.integer({ min: 1, max: 9 }).map((n) => n * 3),
      'debt?': fc.integer({ min: -9, max: -1 }),
      emoji: text('a', '😀', '\uFE0F', '❤\uFE0F'),
      name: text('a', 'x'),
    }),
  ],
  [
    dtos.Choices,
    members({
      colour: fc.constantFrom('red', 'green'),
      level: fc.constantFrom(0, 1, 'Low', '0'),
      mixed: fc.constantFrom(0, 'some', 'None'),
      one: fc.constantFrom(1, 'x', null),
      other: text('a', 'b'),
      version: fc.constant('v1'),
      anything: fc.anything({ maxDepth: 1 }),
    }),
  ],
  [
    dtos.Texts,
    members({
      letters: often(text('a', 'B', 'c'), text('ſ', 'd')),
      'dots?': often(fc.constantFrom('xbx', '\nb\n', 'xbbx'), text('a', 'b', '\n', '😀')),
      'part?': often(fc.constantFrom('ab', 'xab', 'abab'), text('a', 'b', 'ab', 'c')),
      'mail?': often(
        fc.emailAddress(),
        fc.constantFrom('ü@b.co', '"x y"@b.co', 'a@localhost', 'a@b', ' a@b.co'),
      ),
      'link?': often(
        fc.webUrl(),
        fc.constantFrom('a.com', 'http://localhost', 'mailto:a@b.co', 'javascript:x'),
      ),
      'id?': often(fc.uuid(), fc.constant('urn:uuid:123e4567-e89b-12d3-a456-426614174000')),
      'ip?': often(fc.ipV4(), fc.oneof(fc.ipV6(), fc.constant('01.2.3.4'))),
      'iso?': fc.constantFrom('2020', '2020-W01', '2020-02-30T00:00:00Z', '2020-01-01', '2020-13-01'),
      'date?': often(fc.constantFrom('2020-01-01', '2020-01-01T00:00:00Z'), fc.constant('today')),
      'mongo?': often(fc.constant('0'.repeat(24)), fc.constantFrom(`0x${'0'.repeat(22)}`, 'z'.repeat(24))),
      'hex?': often(fc.constantFrom('#fff', 'ABCD'), fc.constantFrom('#ggg', '#12345')),
      'word?': often(text('a', '1'), text('_', 'ß')),
      'latitude?': often(fc.integer({ min: -90, max: 90 }), fc.constantFrom(91, '50', 1e-7)),
    }),
  ],
  [
    dtos.Lists,
    members({
      tags: fc.array(mostly(text('a')), { maxLength: 4 }),
      ids: fc.array(mostly(fc.integer({ min: -1, max: 5 })), { maxLength: 4 }),
      'some?': fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }),
      'leaves?': fc.array(leaf, { maxLength: 3 }),
      'levels?': fc.array(fc.constantFrom(0, 1, 'Low'), { maxLength: 3 }),
    }),
  ],
  [dtos.Tree, tree],
  [
    dtos.Drawing,
    members({
      shape: members({
        kind: fc.constantFrom('circle', 'square', 'cube'),
        'radius?': fc.integer({ min: 0, max: 3 }),
        'side?': fc.integer({ min: 0, max: 3 }),
        'label?': text('a'),
      }),
    }),
  ],
  [
    dtos.Conditional,
    members({
      method: fc.constantFrom('card', 'cash'),
      'digits?': fc.constantFrom('1234', '123', 5),
      note: fc.constantFrom('a', null, 1),
      'least?': fc.integer({ min: 0, max: 5 }),
      'most?': fc.integer({ min: 0, max: 5 }),
      'amount?': fc.integer({ min: 5, max: 15 }),
    }),
  ],
  [
    dtos.Dates,
    members({
      at: fc.constantFrom(
        '2024-05-05T10:00:00Z',
        '2024-05-05T23:59:60Z',
        '2024-05-05',
        '2024-02-30T10:00:00Z',
      ),
      'from?': fc.constantFrom('2019-05-05T10:00:00Z', '2021-05-05T10:00:00+02:00', 'x', 5),
      'until?': fc.constantFrom('2029-05-05T10:00:00Z', '2031-05-05 10:00:00Z', '2029-05-05T10:00:00+01'),
    }),
  ],
];

function classValidatorAccepts(type: Class, value: unknown): boolean {
  const constructor = type as ClassConstructor<object>;
  const instance: unknown = plainToInstance(constructor, toJson(value));
  if (typeof instance !== 'object' || instance === null) return false;
  try {
    return validateSync(instance, { whitelist: true, forbidNonWhitelisted: true }).length === 0;
  } catch (error) {
    // It counts the decimal places of numbers such as 1e-7 by a dot they are not written with.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

describe('a value is accepted when the published schema and class-validator accept it, and only then', () => {
  test.each(cases.map(([type, values]) => [type.name, type, values] as const))(
    '%s',
    (_name, type, values) => {
      const schema = compileSchema(type);
      const published = strictAjv(schema.json, { formats: type === dtos.Dates ? 'asserted' : 'annotations' });
      const differing = new Map<string, string>();
      let accepted = 0;
      for (const sample of fc.sample(values, samples)) {
        const value = toJson(sample);
        // A member named __proto__ is refused wherever it is, also where anything else may be.
        const isHarmless = !JSON.stringify(value).includes('"__proto__":');
        const expected = isHarmless && published(value) && classValidatorAccepts(type, value);
        const result = schema.parse(value);
        if (result instanceof Promise) throw new Error('nothing here is asynchronous');
        if (result.ok) accepted++;
        if (result.ok && !(result.value instanceof type)) throw new Error('not an instance');
        if (!result.ok && result.problems.length === 0) throw new Error('refused, and no reason given');
        if (result.ok !== expected)
          differing.set(JSON.stringify(value), result.ok ? 'accepted here' : JSON.stringify(result.problems));
      }
      expect(Object.fromEntries([...differing].slice(0, 5))).toEqual({});
      // A comparison in which nothing is ever accepted would prove nothing.
      expect(accepted).toBeGreaterThan(samples / 100);
    },
    patience,
  );
});

function toJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? 'null') as unknown;
}
