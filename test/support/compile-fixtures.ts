import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform, type Options } from '@swc/core';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** What a run of the tests tells its global setup. */
interface Project {
  readonly transform: readonly (readonly [pattern: string, transformer: string, options: unknown])[];
}

/**
 * Before a run: compiles everything in the folder of the tests that is no test, as the tests themselves are compiled,
 * so that a child process can serve the classes that the tests serve in their own process.
 */
export default async function compileFixtures(
  _global: unknown,
  { transform: [swc] }: Project,
): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  const sources = names.filter(
    (name) => /(?<!\.test)\.ts$/.test(name) && !name.startsWith(`dist${path.sep}`),
  );
  await Promise.all(sources.map((name) => compile(name, swc![2] as Options)));
}

async function compile(name: string, options: Options): Promise<void> {
  const filename = path.join(folder, name);
  const { code } = await transform(await readFile(filename, 'utf8'), { ...options, filename });
  const target = path.join(folder, 'dist', name.replace(/\.ts$/, '.js'));
  if (code === (await readFile(target, 'utf8').catch(() => undefined))) return;
  await mkdir(path.dirname(target), { recursive: true });
  // Another run may be reading it: the file is complete whenever it is there.
  const draft = `${target}.${process.pid}`;
  await writeFile(draft, code);
  await rename(draft, target);
}
