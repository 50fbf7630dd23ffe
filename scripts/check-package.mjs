/** Packs the package as it would be published, and has the tarball judged by publint and attw. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), 'portico-pack-'));

function run(command, ...args) {
  console.log(`> ${[command, ...args].join(' ').replaceAll(temporary, '$TMP')}`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(error.message);
  return status === 0;
}

let good = false;
try {
  if (run('npm', 'pack', '--pack-destination', temporary)) {
    const tarball = join(
      temporary,
      readdirSync(temporary).find((name) => name.endsWith('.tgz')),
    );
    const checks = [
      run('npx', '--no-install', 'publint', '--strict', tarball),
      run('npx', '--no-install', 'attw', '--profile', 'esm-only', tarball),
    ];
    good = checks.every(Boolean);
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
process.exit(good ? 0 : 1);
