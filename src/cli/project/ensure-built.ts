import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { PorticoError } from '../../common/portico-error.js';
import type { Project } from './find-project.js';
import { compilerOf } from './project-compiler.js';

/**
 * Compiles a project when a source is newer than what was compiled. Where there is no compiler, as in production, what
 * was compiled is taken as it is. What the compiler says goes to stderr.
 *
 * @throws PorticoError `PORTICO_BUILD` when it does not compile, or there is nothing to run
 */
export function ensureBuilt(project: Project): void {
  const compiler = compilerOf(project);
  if (project.tsconfig && compiler && isStale(project)) {
    const args = [compiler, '-p', project.tsconfig];
    const { status } = spawnSync(process.execPath, args, { cwd: project.folder, stdio: ['ignore', 2, 2] });
    if (status !== 0)
      throw new PorticoError('PORTICO_BUILD', `${project.folder} does not compile; see above what tsc says.`);
  }
  if (existsSync(project.entry)) return;
  const cure = compiler
    ? 'nest-cli.json names it ("entryFile"), tsconfig.json the folder ("outDir").'
    : 'Run "npm install" and "npm run build".';
  throw new PorticoError('PORTICO_BUILD', `${project.entry} is not there. ${cure}`);
}

function isStale({ sources, output, entry, tsconfig }: Project): boolean {
  if (!existsSync(entry)) return true;
  const compiled = newest(output, /\.[cm]?js$/);
  return Math.max(newest(sources, /\.[cm]?tsx?$/), statSync(tsconfig!).mtimeMs) > compiled;
}

/** When the youngest file was written, in ms. */
function newest(folder: string, name: RegExp): number {
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => name.test(file));
  return Math.max(0, ...files.map((file) => statSync(path.join(folder, file)).mtimeMs));
}
