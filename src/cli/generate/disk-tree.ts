import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceTree } from './source-tree.js';

/** The files below a folder of the disk. */
export function diskTree(root: string): SourceTree {
  const at = (below: string): string => path.join(root, below);
  return {
    read: (file) => (existsSync(at(file)) ? readFileSync(at(file), 'utf8') : undefined),
    files: (folder) =>
      existsSync(at(folder))
        ? readdirSync(at(folder), { withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map(({ name }) => name)
        : [],
  };
}
