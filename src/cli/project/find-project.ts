import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseTsconfig } from 'get-tsconfig';
import { PorticoError } from '../../common/portico-error.js';

/** The project a command works on. Paths are absolute. */
export interface Project {
  readonly folder: string;
  readonly manifest: Manifest;
  /** The folder of the sources. */
  readonly sources: string;
  /** The folder of the compiled files. */
  readonly output: string;
  /** The compiled file that starts the server. */
  readonly entry: string;
  /** `undefined` where there is nothing to compile, as in an image. */
  readonly tsconfig: string | undefined;
}

export interface Manifest {
  readonly name?: string;
  readonly type?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface NestCli {
  readonly sourceRoot?: string;
  readonly entryFile?: string;
  readonly compilerOptions?: { readonly tsConfigPath?: string };
}

/**
 * The project around a folder: the nearest package.json at it or above it. nest-cli.json and tsconfig.json say where its
 * sources and compiled files are; without them `src`, `dist` and `main`.
 *
 * @throws PorticoError `PORTICO_NO_PROJECT`
 */
export function findProject(from = process.cwd()): Project {
  const folder = nearest(path.resolve(from));
  if (folder === undefined)
    throw new PorticoError(
      'PORTICO_NO_PROJECT',
      `There is no package.json in ${from} or above it. Go to the folder of your server, or make one: portico new <name>`,
    );
  const manifest = readJson<Manifest>(path.join(folder, 'package.json')) ?? {};
  const nest = readJson<NestCli>(path.join(folder, 'nest-cli.json')) ?? {};
  const config = path.join(folder, nest.compilerOptions?.tsConfigPath ?? 'tsconfig.json');
  const tsconfig = existsSync(config) ? config : undefined;
  const output = path.resolve(folder, (tsconfig && outDirOf(tsconfig)) ?? 'dist');
  return {
    folder,
    manifest,
    tsconfig,
    output,
    sources: path.resolve(folder, nest.sourceRoot ?? 'src'),
    entry: path.join(output, `${nest.entryFile ?? 'main'}.js`),
  };
}

function nearest(folder: string): string | undefined {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : nearest(parent);
}

function outDirOf(tsconfig: string): string | undefined {
  const { outDir } = parseTsconfig(tsconfig).compilerOptions ?? {};
  return outDir && path.resolve(path.dirname(tsconfig), outDir);
}

/** @throws PorticoError `PORTICO_NO_PROJECT` for a file that cannot be read as JSON */
function readJson<T>(file: string): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    throw new PorticoError('PORTICO_NO_PROJECT', `${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
