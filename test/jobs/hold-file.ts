import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compiled, testFolder } from '../support/fixture.js';

/** Another process that writes to a file. */
export interface FileHolder {
  /** Settles when it has ended by itself. */
  readonly ended: Promise<void>;
  /** Ends it; again does nothing. */
  release(): Promise<void>;
}

/** Has another process keep an SQLite file to itself, for `ms` milliseconds or until it is released; it does when this resolves. */
export async function holdFile(file: string, ms?: number): Promise<FileHolder> {
  const program = fileURLToPath(compiled(new URL('jobs/holding-process.ts', testFolder).href));
  const args = ['--no-warnings', program, file, ...(ms === undefined ? [] : [String(ms)])];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(([code]) => {
    if (code !== 0) throw new Error(`The process that holds ${file} ended with ${String(code)}`);
  });
  ended.catch(() => {});
  await Promise.race([once(child.stdout, 'data'), ended]);
  return {
    ended,
    release() {
      child.stdin.end();
      return ended;
    },
  };
}
