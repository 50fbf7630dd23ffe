import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { configurationEntries } from '../../src/app/configuration/entries.js';

/** What looks like a code and is the name of an environment variable. */
const VARIABLES = new Set([
  ...configurationEntries.map(({ variable }) => variable as string),
  'PORTICO_CONFIG',
]);

const root = path.resolve(import.meta.dirname, '../..');

function codesInSources(): Set<string> {
  const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(root, 'src', file), 'utf8'));
  const codes = texts.flatMap((text) =>
    Array.from(text.matchAll(/'(PORTICO_[A-Z_]+[A-Z])'/g), ([, code]) => code!),
  );
  return new Set(codes.filter((code) => !VARIABLES.has(code)));
}

function pages(): string[] {
  const files = readdirSync(path.join(root, 'docs/errors'));
  return files.filter((file) => file.startsWith('PORTICO_')).map((file) => file.replace('.md', ''));
}

it('every error code has a page, and every page a code', () => {
  expect(pages().sort()).toEqual([...codesInSources()].sort());
});

it('every page says what happened and is listed', () => {
  const index = readFileSync(path.join(root, 'docs/errors/README.md'), 'utf8');
  for (const code of pages()) {
    const text = readFileSync(path.join(root, 'docs/errors', `${code}.md`), 'utf8');
    expect(text).toMatch(new RegExp(`^# ${code}\n\n\\S`));
    expect(index).toContain(`(${code}.md)`);
  }
});
