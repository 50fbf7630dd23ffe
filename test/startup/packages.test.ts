import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Module } from 'portico';
import { problemsOf } from '../support/startup.js';

let folder: string;
let program: string | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'portico-copies-'));
  jest.spyOn(process, 'cwd').mockReturnValue(folder);
  [, program] = process.argv;
});
afterEach(async () => {
  jest.restoreAllMocks();
  process.argv[1] = program!;
  await rm(folder, { recursive: true, force: true });
});

@Module()
class AppModule {}

/** What an application has installed in the folder: this framework. */
async function install(): Promise<void> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  await mkdir(path.join(folder, 'node_modules'), { recursive: true });
  await symlink(root, path.join(folder, 'node_modules', 'portico'), 'dir');
}

async function addCopy(name: string): Promise<void> {
  const copy = path.join(folder, 'node_modules', name);
  await mkdir(copy, { recursive: true });
  await writeFile(
    path.join(copy, 'package.json'),
    JSON.stringify({ name, version: '0.0.1', main: 'index.js' }),
  );
  await writeFile(path.join(copy, 'index.js'), '');
}

test.each(['class-validator', 'class-transformer', 'reflect-metadata'])(
  'a second copy of %s is told',
  async (name) => {
    await install();
    await addCopy(name);
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

test('it is told wherever the program was started', async () => {
  await install();
  await addCopy('class-validator');
  jest.spyOn(process, 'cwd').mockReturnValue(os.tmpdir());
  process.argv[1] = path.join(folder, 'main.js');
  await writeFile(process.argv[1], '');
  expect(await problemsOf(AppModule)).toMatchObject([{ code: 'PORTICO_TWO_COPIES' }]);
});

test("what the folder has in which somebody starts the program is nobody's second copy", async () => {
  await addCopy('class-validator');
  expect(await problemsOf(AppModule)).toEqual([]);
});

test('a folder without packages of its own has no second copy', async () => {
  expect(await problemsOf(AppModule)).toEqual([]);
});
