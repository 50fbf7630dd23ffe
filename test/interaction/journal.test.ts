import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Journal } from '../../src/interaction/journal.js';
import { canonicalJson, questionDigest } from '../../src/interaction/question-digest.js';

describe('a journal', () => {
  const answer = { key: 'elicit-1', digest: 'd1', answer: { action: 'accept' } };

  test('gives an answer to the question it was given for', () => {
    const journal = new Journal([answer]);
    expect(journal.find('elicit-1', 'd1')).toEqual(answer);
    expect(journal.find('elicit-2', 'd1')).toBeUndefined();
  });

  test('gives no answer to another question under the same key', () => {
    const journal = new Journal([answer]);
    expect(() => journal.find('elicit-1', 'd2')).toThrow(
      expect.objectContaining({
        code: 'PORTICO_NON_DETERMINISTIC',
        message: expect.stringContaining("'elicit-1'"),
      }),
    );
  });

  test('keeps answers and notes apart, whatever their names', () => {
    const journal = new Journal();
    journal.record({ note: 'same', value: 1 });
    journal.record({ key: 'same', digest: 'd', answer: 2 });
    expect(journal.note('same')?.value).toBe(1);
    expect(journal.find('same', 'd')?.answer).toBe(2);
    expect(journal.note('__proto__')).toBeUndefined();
    expect(journal.find('constructor', 'd')).toBeUndefined();
  });

  test('comes back from JSON as it was, in the order of its answers', () => {
    const journal = new Journal();
    for (const key of ['c', 'a', 'b']) journal.record({ key, digest: key, answer: null });
    journal.record({ note: 'n', value: [1] });
    const entries = JSON.parse(JSON.stringify(journal)) as ReturnType<Journal['toJSON']>;
    expect(new Journal(entries).toJSON()).toEqual(journal.toJSON());
    expect(entries.map((entry) => ('key' in entry ? entry.key : entry.note))).toEqual(['c', 'a', 'b', 'n']);
  });
});

describe('the digest of a question', () => {
  test('does not depend on the order of keys', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, item]) => [key, reversed(item)]),
      );
    };
    fc.assert(
      fc.property(
        fc.jsonValue(),
        (value) => questionDigest('m', value) === questionDigest('m', reversed(value)),
      ),
    );
  });

  test('differs where the question does', () => {
    const questions: [string, unknown][] = [
      ['elicitation/create', { message: 'a' }],
      ['elicitation/create', { message: 'b' }],
      ['sampling/createMessage', { message: 'a' }],
      ['elicitation/create', { message: ['a'] }],
      ['elicitation/create', { message: 'a', x: null }],
      ['elicitation/create', ['message', 'a']],
      ['elicitation/create', undefined],
      ['elicitation/create', {}],
    ];
    expect(new Set(questions.map(([method, params]) => questionDigest(method, params))).size).toBe(
      questions.length,
    );
  });

  test('is made of JSON with sorted keys, at any depth', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: undefined, A: null })).toBe(
      '{"A":null,"b":[{"c":2,"d":1}]}',
    );
  });
});
