import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Project } from '../project/find-project.js';

/**
 * Runs `tsc --watch`, which every version of TypeScript has and which emits the metadata of decorators. What it says goes to
 * stderr.
 *
 * @param onCompiled told after each compilation, with the number of errors
 */
export function watchCompiler(
  compiler: string,
  { folder, tsconfig }: Project,
  onCompiled: (errors: number) => void,
): ChildProcess {
  const args = [compiler, '-p', tsconfig!, '--watch', '--preserveWatchOutput'];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const errors = /Found (\d+) errors?/.exec(line)?.[1];
    if (errors !== undefined) onCompiled(Number(errors));
    else if (line.trim() !== '' && !/(Starting|File change detected)/.test(line))
      process.stderr.write(`${line}\n`);
  });
  return child;
}
