import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Module, PorticoFactory, silentLog } from 'portico';
import { problemsOf } from '../support/startup.js';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(path.join(os.tmpdir(), 'portico-scan-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A file that exports a tool, as a compiler would have written it. */
const tool = (name: string) => `
  import { Tool } from 'portico';
  export class ${name} { execute() { return '${name}'; } }
  Tool({ name: '${name}' })(${name});`;

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

function scanning(scan: string) {
  @Module({ scan: [scan] })
  class AppModule {}
  return AppModule;
}

/** The names of the tools that are found. */
async function found(): Promise<string[]> {
  const app = await PorticoFactory.create(scanning(folder), {
    name: 'test',
    version: '1.0.0',
    log: silentLog,
  });
  await app.close();
  return [...app.registry.tools.keys()];
}

describe('a folder that is scanned', () => {
  test('gives the exported classes of all files below it, in the order of the file names', async () => {
    await write({
      'b.mjs': tool('b'),
      'a.mjs': `${tool('a2')}\n${tool('a1').replace("import { Tool } from 'portico';", '')}`,
      'sub/c.mjs': tool('c'),
      'service.mjs': 'export class Service {} export const constant = 1; export default null;',
      'reexport.mjs': "export { a1 as again } from './a.mjs';",
      'data.json': '{}',
    });
    expect((await found()).sort()).toEqual(['a1', 'a2', 'b', 'c']);
    expect((await found()).at(-1)).toBe('c');
  });

  test('imports no tests, no declarations, no main and nothing hidden', async () => {
    const never = "throw new Error('this file must not be imported')";
    await write({
      'a.mjs': tool('a'),
      ...Object.fromEntries(
        [
          ...['main.mjs', 'sub/main.js', 'a.test.mjs', 'a.spec.mjs', 'a.d.ts', 'a.d.mts', '.hidden.mjs'],
          ...['.cache/b.mjs', 'node_modules/lib/index.mjs', 'notes.txt', 'a.cjs'],
        ].map((name) => [name, never]),
      ),
    });
    expect(await found()).toEqual(['a']);
  });

  test('without any component is told', async () => {
    await write({ 'service.mjs': 'export class Service {}', 'other.mjs': 'export const a = 1;' });
    expect(await problemsOf(scanning(folder))).toEqual([
      {
        code: 'PORTICO_EMPTY_FOLDER',
        where: `AppModule, scan '${folder}'`,
        problem: 'no exported class with @Tool, @Resource, @Prompt or @Job was found in 2 file(s)',
        cure: expect.stringContaining('Export the classes'),
      },
    ]);
  });

  test('that cannot be read is told', async () => {
    const nowhere = path.join(folder, 'nowhere');
    expect(await problemsOf(scanning(nowhere))).toEqual([
      {
        code: 'PORTICO_FOLDER',
        where: `AppModule, scan '${nowhere}'`,
        problem: expect.stringContaining('ENOENT'),
        cure: 'Give an absolute path, such as import.meta.dirname.',
      },
    ]);
    await write({ file: '' });
    expect(await problemsOf(scanning(path.join(folder, 'file')))).toEqual([
      expect.objectContaining({ code: 'PORTICO_FOLDER', problem: expect.stringContaining('ENOTDIR') }),
    ]);
  });

  test('with files that cannot be imported: each is told, and the others are read', async () => {
    await write({
      'a.mjs': tool('a'),
      'bad.mjs': "throw new Error('no licence key')",
      'lost.mjs': "import './nowhere.mjs';",
      'odd.mjs': 'export class {',
    });
    const problems = await problemsOf(scanning(folder));
    const where = (name: string) => `AppModule, scan '${folder}', file ${name}`;
    expect(problems).toEqual([
      {
        code: 'PORTICO_IMPORT',
        where: where('bad.mjs'),
        problem: 'the file cannot be imported: no licence key',
        cure: expect.stringContaining('Correct the file'),
      },
      expect.objectContaining({ code: 'PORTICO_IMPORT', where: where('lost.mjs') }),
      expect.objectContaining({ code: 'PORTICO_IMPORT', where: where('odd.mjs') }),
    ]);
  });
});
