/**
 * What the compiler does not do: copy the generator's assets (JSON, templates, CommonJS factories) beside the
 * compiled files, make the command executable, and link it for the samples.
 */
import { chmodSync, cpSync, existsSync, statSync, symlinkSync } from 'node:fs';
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

// npm links no command of a package into its own node_modules, but the samples call it as a user would.
const link = here('node_modules/.bin/portico');
if (process.platform !== 'win32' && existsSync(here('node_modules/.bin')) && !existsSync(link))
  symlinkSync('../../dist/cli/main.js', link);
