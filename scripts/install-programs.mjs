/**
 * Installs programs of others that this project is tested with. They have a package.json and a lock of their own, since
 * they are large and some want another Node; they go to node_modules/.cache, and stay there while the lock is the same.
 * Usage: node scripts/install-programs.mjs FOLDER
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string} folder where package.json and package-lock.json are, from the root of the repository
 * @param {...string} flags for `npm ci`
 * @returns {string} the node_modules folder they were installed into
 */
export function installPrograms(folder, ...flags) {
  const target = join(root, 'node_modules/.cache/programs', folder);
  const stamp = join(target, 'installed');
  const wanted = [readFileSync(join(root, folder, 'package-lock.json'), 'utf8'), ...flags].join('\n');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return join(target, 'node_modules');

  console.log(`Installing the programs of ${folder} …`);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    cpSync(join(root, folder, file), join(target, file));
  const { status } = spawnSync(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts', ...flags],
    {
      cwd: target,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) throw new Error(`The programs of ${folder} could not be installed (npm ci: ${status}).`);
  writeFileSync(stamp, wanted);
  return join(target, 'node_modules');
}

const [, program, folder] = process.argv;
if (program === fileURLToPath(import.meta.url)) installPrograms(folder);
