import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const here = fileURLToPath(new URL('.', import.meta.url));
const sources = fileURLToPath(new URL('../../src', import.meta.url));

async function textOf(folder: string): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  return (await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')))).join('\n');
}

test('every mistake the start-up looks for has a test in this folder', async () => {
  const codes = [...(await textOf(sources)).matchAll(/problems\.add\(\s*'(PORTICO_[A-Z_]+)'/g)].map(
    ([, code]) => code!,
  );
  const tests = await textOf(here);
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => !tests.includes(code))).toEqual([]);
});
