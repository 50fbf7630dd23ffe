import { expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';

/*
 * In this repository, and where the samples are tested, a sample finds the packages of all others too; a copy of its
 * folder finds what it declares.
 */

const samples = path.resolve(import.meta.dirname, '../../samples');
const IMPORT = /\b(?:from |import |import\()'([^'.][^']*)'/g;

function importsOf(sample: string): string[] {
  const folder = path.join(samples, sample);
  const files = ['src', 'demo', 'scripts']
    .filter((name) => existsSync(path.join(folder, name)))
    .flatMap((name) =>
      readdirSync(path.join(folder, name), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${name}/${file}`,
      ),
    )
    .filter((file) => /\.m?[jt]s$/.test(file));
  expect(files).not.toEqual([]);
  const names = files.flatMap((file) =>
    Array.from(readFileSync(path.join(folder, file), 'utf8').matchAll(IMPORT), ([, name]) => name!),
  );
  return [...new Set(names.filter((name) => !isBuiltin(name)).map(packageOf))].sort();
}

const packageOf = (specifier: string) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)![0];

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

it.each(readdirSync(samples))('the sample %s declares what it imports', (sample) => {
  const manifest = JSON.parse(readFileSync(path.join(samples, sample, 'package.json'), 'utf8')) as Manifest;
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const imported = importsOf(sample);
  expect(imported).toContain('portico');
  expect(imported.filter((name) => !declared.includes(name))).toEqual([]);
});
