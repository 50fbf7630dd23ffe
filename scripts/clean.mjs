import { rmSync } from 'node:fs';

for (const folder of ['dist', 'node_modules/.cache/compiled', 'node_modules/.cache/built/build'])
  rmSync(new URL(`../${folder}`, import.meta.url), { recursive: true, force: true });
