import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compiled, testFolder } from '../support/fixture.js';

/**
 * Has another process write to an SQLite file for `ms` milliseconds.
 *
 * @returns when it does so: how to wait for its end
 */
export async function holdFile(file: string, ms: number): Promise<() => Promise<void>> {
  const program = fileURLToPath(compiled(new URL('jobs/holding-process.ts', testFolder).href));
  const child = spawn(process.execPath, ['--no-warnings', program, file, String(ms)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    if (code !== 0) throw new Error(`The process that holds ${file} ended with ${String(code)}`);
  });
  ended.catch(() => {});
  await Promise.race([once(child.stdout, 'data'), ended]);
  return () => ended;
}
