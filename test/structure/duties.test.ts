import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { duesOfAuthors, duties } from '../obligations/duties.js';

const tests = path.resolve(import.meta.dirname, '..');
const own = path.join('obligations', 'duties.ts');

/** The ids with which names of tests begin: `H8, H7: …`, also where they stand in a table of cases. */
function namedIds(): Set<string> {
  const files = readdirSync(tests, { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((file) => file.endsWith('.ts') && !file.startsWith('dist') && file !== own)
    .map((file) => readFileSync(path.join(tests, file), 'utf8'));
  const id = String.raw`(?:[A-Z]\d{1,2}(?: \(\w+\))?|1\.\d{1,2}|stdio)`;
  const names = new RegExp(`['"\`](${id}(?:, ${id})*): `, 'g');
  return new Set(
    texts.flatMap((text) => Array.from(text.matchAll(names), ([, ids]) => ids!.split(', ')).flat()),
  );
}

it('every duty of a server has a test that names it', () => {
  const named = namedIds();
  const excused = new Set(Object.keys(duesOfAuthors));
  const missing = Object.keys(duties).filter((id) => !named.has(id) && !excused.has(id));
  expect(missing.map((id) => `${id}: ${duties[id]}`)).toEqual([]);
});

it('what a test names is a duty', () => {
  expect([...namedIds()].filter((id) => !(id in duties))).toEqual([]);
});

it('what is left to authors has no test, and a reason', () => {
  const named = namedIds();
  expect(Object.keys(duesOfAuthors).filter((id) => named.has(id) || !(id in duties))).toEqual([]);
});
