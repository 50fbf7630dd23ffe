import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { StartupProblems } from '../common/startup-problem.js';

/** Packages that keep what decorators say in a store of their own: two copies do not see each other's. */
const SHARED = ['reflect-metadata', 'class-validator', 'class-transformer'];

/** Compares the copies the application finds from its folder with those the framework finds from its own. */
export function checkPackageCopies(problems: StartupProblems, application = process.cwd()): void {
  const ours = createRequire(import.meta.url);
  const theirs = createRequire(path.join(application, 'package.json'));
  for (const name of SHARED) {
    const [own, other] = [resolve(ours, name), resolve(theirs, name)];
    if (own === undefined || other === undefined || own === other) continue;
    problems.add(
      'PORTICO_TWO_COPIES',
      name,
      `two copies are installed, and decorators of one are not seen by the other: ${other} and ${own}`,
      `Install one version for all: run "npm dedupe", or make "npm ls ${name}" show a single copy.`,
    );
  }
}

function resolve(require: NodeJS.Require, name: string): string | undefined {
  try {
    return realpathSync(require.resolve(name));
  } catch {
    return undefined; // not found from there: then there are not two
  }
}
