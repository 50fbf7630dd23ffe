import { createRequire } from 'node:module';
import path from 'node:path';
import type { Project } from './find-project.js';

/** The `tsc` of a project, whatever its version; `undefined` where TypeScript is not installed. */
export function compilerOf({ folder }: Project): string | undefined {
  const manifest = resolveFrom(folder, 'typescript/package.json');
  return manifest && path.join(path.dirname(manifest), 'bin/tsc');
}

/** Where a project finds a file of a package; `undefined` when it does not. */
export function resolveFrom(folder: string, specifier: string): string | undefined {
  try {
    return createRequire(path.join(folder, 'package.json')).resolve(specifier);
  } catch {
    return undefined;
  }
}
