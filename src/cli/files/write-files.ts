import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TemplateFile } from '../templates/file.js';

/** Writes files below a folder, and the folders they need. */
export async function writeFiles(folder: string, files: readonly TemplateFile[]): Promise<void> {
  for (const file of files) {
    const target = path.join(folder, file.path);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, file.content);
  }
}
