import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** Flags that keep npm to what the machine has already, where it can, and to what went wrong. */
export const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];

/** Runs a program to its end. A failure shows everything it said. */
export function run(
  cwd: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(
      `${command} ${args.join(' ')}: ${error?.message ?? `exit code ${status}`}\n${stdout}\n${stderr}`,
    );
  return stdout;
}

/** Packs Portico as it would be published. @returns the name of the tarball in the folder */
export function pack(folder: string): string {
  run(root, 'npm', ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder]);
  return readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
}
