import path from 'node:path';
import { PorticoError } from '../../common/portico-error.js';
import { writeFiles } from '../files/write-files.js';
import { findProject } from '../project/find-project.js';
import type { ComponentKind } from '../templates/component-kinds.js';
import { diskTree } from './disk-tree.js';
import { planComponent, type Change } from './plan-component.js';

export interface GenerateOptions {
  readonly flat: boolean;
  readonly test: boolean;
  readonly dryRun: boolean;
  /** Overwrite without asking. */
  readonly force: boolean;
}

/**
 * Makes a component in the project around, and names it in its module.
 *
 * @returns what to tell the user
 * @throws PorticoError `PORTICO_FILE_EXISTS` when something would be overwritten and nobody can be asked;
 * `PORTICO_MODULE_EDIT`, `PORTICO_CLI_USAGE`, `PORTICO_NO_PROJECT`
 */
export async function generate(
  kind: ComponentKind,
  name: string,
  { flat, test, dryRun, force }: GenerateOptions,
): Promise<string> {
  const { folder, sources } = findProject();
  const tree = diskTree(folder);
  const below = path.relative(folder, sources).split(path.sep).join('/');
  const { changes, hints } = planComponent({ kind, name, sources: below, flat, test }, tree);
  const occupied = changes.filter(
    (change) => change.kind === 'create' && tree.read(change.path) !== undefined,
  );
  if (!force && !dryRun) for (const change of occupied) await mayOverwrite(change);

  if (!dryRun) await writeFiles(folder, changes);
  const lines = changes.map(
    (change) => `${occupied.includes(change) ? 'OVERWRITE' : change.kind.toUpperCase()} ${change.path}`,
  );
  return [...lines, ...hints, ...(dryRun ? ['Nothing was written: this was a dry run.'] : [])]
    .map((line) => `${line}\n`)
    .join('');
}

async function mayOverwrite({ path: file }: Change): Promise<void> {
  if (process.stdin.isTTY) {
    const { confirm } = await import('@clack/prompts');
    const answer = await confirm({ message: `${file} is there already. Overwrite it?`, initialValue: false });
    if (answer === true) return;
    throw new PorticoError('PORTICO_CLI_CANCELLED', 'Nothing was written.');
  }
  throw new PorticoError(
    'PORTICO_FILE_EXISTS',
    `${file} is there already; nothing was written. Choose another name, or overwrite it by --force.`,
  );
}
