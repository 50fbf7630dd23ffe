#!/usr/bin/env node
import { isPorticoError } from '../common/portico-error.js';
import { program } from './program.js';

try {
  const [, , ...args] = process.argv;
  await program().parseAsync(args.length > 0 ? args : ['--help'], { from: 'user' });
} catch (error) {
  if (!isPorticoError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
