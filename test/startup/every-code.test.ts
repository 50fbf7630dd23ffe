import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const tests = fileURLToPath(new URL('..', import.meta.url));
const sources = fileURLToPath(new URL('../../src', import.meta.url));

async function textOf(folder: string, ending: string): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(ending));
  return (await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')))).join('\n');
}

test('every mistake the start-up looks for has a test', async () => {
  const text = await textOf(sources, '.ts');
  const codes = new Set(
    [...text.matchAll(/problems\.add\(\s*'(PORTICO_[A-Z_]+)'/g)].map(([, code]) => code!),
  );
  const tested = await textOf(tests, '.test.ts');
  expect(codes.size).toBeGreaterThan(20);
  expect([...codes].filter((code) => !tested.includes(code))).toEqual([]);
});
