/** Builds every sample with the sample's own tsconfig.json, against the built package. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const folder = fileURLToPath(new URL('../samples', import.meta.url));

const samples = existsSync(folder)
  ? readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/tsconfig.json`))
  : [];
if (samples.length === 0) {
  console.error('There is no samples/*/tsconfig.json to build.');
  process.exit(1);
}

let failed = 0;
for (const name of samples) {
  rmSync(`${folder}/${name}/dist`, { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [compiler, '-p', `samples/${name}/tsconfig.json`], {
    cwd: root,
    stdio: 'inherit',
  });
  console.log(`samples/${name}: ${status === 0 ? 'built' : 'failed'}`);
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
