#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isPorticoError } from '../common/portico-error.js';

const help = `portico: a server framework for the Model Context Protocol

Usage: portico <command>

Commands:
  list <module file>   print what the module in a compiled file offers

Options:
  --help, -h           show this text
  --version, -v        show the version
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' } },
});
const [command, file] = positionals;

if (values.version) {
  process.stdout.write(`${version()}\n`);
} else if (command === 'list' && file !== undefined) {
  const { listComponents } = await import('./list.js');
  try {
    process.stdout.write(await listComponents(file));
  } catch (error) {
    if (!isPorticoError(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
} else if (values.help || command === undefined) {
  process.stdout.write(help);
} else {
  process.stderr.write(`portico: '${positionals.join(' ')}' is no command.\n\n${help}`);
  process.exitCode = 2;
}

function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
