import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { StartupProblems } from '../common/startup-problem.js';

/** Packages that keep what decorators say in a store of their own: two copies do not see each other's. */
const SHARED = ['reflect-metadata', 'class-validator', 'class-transformer'];

/** Finds our own package wherever it is installed; what is at that place is another matter. */
const OURSELVES = 'portico/package.json';

/** Compares the copies the application finds from its folder with those the framework finds from its own. */
export function checkPackageCopies(problems: StartupProblems): void {
  const ours = createRequire(import.meta.url);
  const theirs = placesOfApplication().map((place) => createRequire(place));
  const application = theirs.filter((find) => resolve(find, OURSELVES) === resolve(ours, OURSELVES));
  for (const name of SHARED) {
    const own = resolve(ours, name);
    const other = application.map((find) => resolve(find, name)).find((copy) => copy && copy !== own);
    if (own === undefined || other === undefined) continue;
    problems.add(
      'PORTICO_TWO_COPIES',
      name,
      `two copies are installed, and decorators of one are not seen by the other: ${other} and ${own}`,
      `Install one version for all: run "npm dedupe", or make "npm ls ${name}" show a single copy.`,
    );
  }
}

/**
 * The folder of the program, and the one it was started in: a test runner lies elsewhere, and a client starts servers in any
 * folder. Only one from which this very framework is found is the application's.
 */
function placesOfApplication(): string[] {
  const [, program] = process.argv;
  const places = [path.join(process.cwd(), 'package.json')];
  return program === undefined ? places : [realPath(program) ?? program, ...places];
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined; // such as a flag, or a file that has gone since
  }
}

function resolve(require: NodeJS.Require, name: string): string | undefined {
  try {
    return realpathSync(require.resolve(name));
  } catch {
    return undefined; // not found from there: then there are not two
  }
}
