/**
 * What the compiler does not do: copy the generator's assets (JSON, templates, CommonJS factories) and those of the
 * dashboard's page beside the compiled files, make the command executable, and link it for the samples.
 */
import { chmodSync, cpSync, existsSync, statSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

for (const folder of ['cli/schematics', 'cli/dashboard/page']) {
  const source = here(`src/${folder}`);
  if (!existsSync(source)) continue;
  cpSync(source, here(`dist/${folder}`), {
    recursive: true,
    filter: (file) => statSync(file).isDirectory() || !/(\.[cm]?ts|tsconfig\.json)$/.test(file),
  });
}

const command = here('dist/cli/main.js');
if (existsSync(command)) chmodSync(command, 0o755);

// npm links no command of a package into its own node_modules, but the samples call it as a user would.
const link = here('node_modules/.bin/portico');
if (process.platform !== 'win32' && existsSync(here('node_modules/.bin')) && !existsSync(link))
  symlinkSync('../../dist/cli/main.js', link);
