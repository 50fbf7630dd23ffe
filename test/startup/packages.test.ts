import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Module } from 'portico';
import { problemsOf } from '../support/startup.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'portico-copies-'));
  jest.spyOn(process, 'cwd').mockReturnValue(folder);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

@Module()
class AppModule {}

test.each(['class-validator', 'class-transformer', 'reflect-metadata'])(
  'a second copy of %s is told',
  async (name) => {
    const copy = path.join(folder, 'node_modules', name);
    await mkdir(copy, { recursive: true });
    await writeFile(
      path.join(copy, 'package.json'),
      JSON.stringify({ name, version: '0.0.1', main: 'index.js' }),
    );
    await writeFile(path.join(copy, 'index.js'), '');
    expect(await problemsOf(AppModule)).toEqual([
      {
        code: 'PORTICO_TWO_COPIES',
        where: name,
        problem: expect.stringContaining(path.join(name, 'index.js')),
        cure: expect.stringContaining(`npm ls ${name}`),
      },
    ]);
  },
);

test('a folder without packages of its own has no second copy', async () => {
  expect(await problemsOf(AppModule)).toEqual([]);
});
