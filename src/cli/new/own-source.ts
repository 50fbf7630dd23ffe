import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageFolder, packageVersion } from '../package-info.js';

/**
 * Where a new project gets Portico from, as its package.json says it: the release this command belongs to, or the file
 * or folder that this copy was installed from.
 */
export function ownSource(): string {
  const modules = path.dirname(packageFolder);
  if (path.basename(modules) === 'node_modules') {
    const { resolved, link } = installed(modules);
    const base = link ? path.dirname(modules) : modules;
    // npm writes a packed file relative to the folder that holds node_modules.
    if (resolved?.startsWith('file:'))
      return `file:${path.resolve(path.dirname(modules), resolved.slice('file:'.length))}`;
    if (link && resolved) return `file:${path.resolve(base, resolved)}`;
  }
  return `^${packageVersion()}`;
}

/** What npm noted down when it installed this copy. */
function installed(modules: string): { readonly resolved?: string; readonly link?: boolean } {
  try {
    const lock = JSON.parse(readFileSync(path.join(modules, '.package-lock.json'), 'utf8')) as {
      packages?: Record<string, { resolved?: string; link?: boolean }>;
    };
    return lock.packages?.['node_modules/portico'] ?? {};
  } catch {
    return {}; // another package manager: it has no such file
  }
}
