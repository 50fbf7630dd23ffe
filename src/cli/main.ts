#!/usr/bin/env node
import { isPorticoError } from '../common/portico-error.js';
import { program } from './program.js';
import { localCommand } from './project/local-command.js';

const [, , ...args] = process.argv;
const isOwn = args.length === 0 || args[0]!.startsWith('-') || args[0] === 'new';
const local = isOwn ? undefined : localCommand();
try {
  if (local) await import(local);
  else await program().parseAsync(args.length > 0 ? args : ['--help'], { from: 'user' });
} catch (error) {
  if (!isPorticoError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
