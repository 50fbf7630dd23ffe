import { readdir } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Class } from '../common/class.js';
import { withDeadline } from '../common/deadline.js';
import type { StartupProblems } from '../common/startup-problem.js';
import { isComponentClass } from '../metadata/component-store.js';

/** A module that waits for the application that waits for it would never finish to load. */
const IMPORT_DEADLINE = 10_000;

const SOURCE = /\.(?:js|mjs|ts|mts)$/;
const EXCLUDED = /\.d\.m?ts$|\.(?:test|spec)\.[a-z]+$|(?:^|[\\/])main\.[a-z]+$/;

/**
 * Imports every file below a folder, in the order of their names, and gives the exported classes that have components
 * on them. Tests, type declarations, the program's entry file and files named `main` are left alone.
 */
export async function scanFolder(
  folder: string,
  module: string,
  problems: StartupProblems,
): Promise<Class[]> {
  const where = `${module}, scan '${folder}'`;
  const files = await listFiles(folder, where, problems);
  const classes: Class[] = [];
  for (const file of files ?? []) {
    const exported = await importFile(file, where, problems);
    classes.push(...Object.values(exported).filter(isComponentClass));
  }
  if (files && classes.length === 0)
    problems.add(
      'PORTICO_EMPTY_FOLDER',
      where,
      `no exported class with @Tool, @Resource, @Prompt or @Job was found in ${files.length} file(s)`,
      'Export the classes, check that the folder is the compiled one, or remove it from scan.',
    );
  return [...new Set(classes)];
}

async function listFiles(
  folder: string,
  where: string,
  problems: StartupProblems,
): Promise<string[] | undefined> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => SOURCE.test(file) && !EXCLUDED.test(file) && !isHidden(path.relative(folder, file)));
    const all = new Set(files);
    const isCompiled = (file: string) => /ts$/.test(file) && all.has(file.replace(/ts$/, 'js'));
    return files.filter((file) => !isEntry(file) && !isCompiled(file)).sort();
  } catch (error) {
    problems.add(
      'PORTICO_FOLDER',
      where,
      `the folder cannot be read: ${(error as Error).message}`,
      'Give an absolute path, such as import.meta.dirname.',
    );
    return undefined;
  }
}

async function importFile(file: string, where: string, problems: StartupProblems): Promise<object> {
  try {
    return await withDeadline(
      import(pathToFileURL(file).href) as Promise<object>,
      IMPORT_DEADLINE,
      'The import',
    );
  } catch (error) {
    const { message, name } = error as Error;
    problems.add(
      'PORTICO_IMPORT',
      `${where}, file ${path.basename(file)}`,
      `the file cannot be imported: ${message}`,
      name === 'DeadlineExceeded'
        ? 'It probably waits for the application that scans it. Name the file that starts the application main.'
        : 'Correct the file; a class used before its definition points to files that import each other.',
    );
    return {};
  }
}

function isHidden(relative: string): boolean {
  return relative.split(path.sep).some((part) => part === 'node_modules' || part.startsWith('.'));
}

/** The file the program was started with is already running, and may be waiting for this very scan. */
function isEntry(file: string): boolean {
  const entry = process.argv[1];
  if (entry === undefined) return false;
  try {
    return realpathSync(entry) === realpathSync(file);
  } catch {
    return false; // the entry is no file: a script from standard input, say
  }
}
