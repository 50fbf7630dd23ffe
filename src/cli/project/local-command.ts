import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageFolder } from '../package-info.js';
import { resolveFrom } from './project-compiler.js';

/**
 * The `portico` command of the project around, where that is another copy than this one: what decorators said is known
 * to the copy the project imports, and to no other.
 *
 * @returns its URL; `undefined` when this copy is the one, or the project has none
 */
export function localCommand(from = process.cwd()): string | undefined {
  const manifest = resolveFrom(from, 'portico/package.json');
  if (!manifest) return undefined;
  const folder = realpathSync(path.dirname(manifest));
  const command = path.join(folder, 'dist/cli/main.js');
  return folder !== realpathSync(packageFolder) && existsSync(command)
    ? pathToFileURL(command).href
    : undefined;
}
