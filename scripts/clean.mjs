import { rmSync } from 'node:fs';

for (const folder of ['dist', 'node_modules/.cache/compiled'])
  rmSync(new URL(`../${folder}`, import.meta.url), { recursive: true, force: true });
