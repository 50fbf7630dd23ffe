/**
 * What the compiler does not do: copy the generator's assets (JSON, templates, CommonJS factories) beside the
 * compiled files, and make the command executable.
 */
import { chmodSync, cpSync, existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const schematics = here('src/cli/schematics');
if (existsSync(schematics)) {
  cpSync(schematics, here('dist/cli/schematics'), {
    recursive: true,
    filter: (source) => statSync(source).isDirectory() || !/\.[cm]?ts$/.test(source),
  });
}

const command = here('dist/cli/main.js');
if (existsSync(command)) chmodSync(command, 0o755);
