import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './import-rules.js';

/** Every TypeScript file below `root` with the modules it names. */
export function readSources(root: string): SourceFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({
      file: relative(root, path).split(sep).join('/'),
      imports: importsOf(readFileSync(path, 'utf8')),
    }));
}

/**
 * The specifiers of all imports and re-exports in `text`: static, type-only, dynamic and `import('…')` types. The
 * compiler's own scanner finds them, so an example in a doc comment or a template in a string is not one.
 */
export function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}
