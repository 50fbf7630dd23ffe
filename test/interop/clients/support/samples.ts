import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { testFolder } from '../../../support/fixture.js';

export type Sample = 'everything' | 'weather';

/** The built program of a sample. */
export function programOf(sample: Sample): string {
  const file = fileURLToPath(new URL(`../samples/${sample}/dist/main.js`, testFolder));
  if (!existsSync(file)) throw new Error(`${file} is not there. Run \`npm run build:samples\` first.`);
  return file;
}

/** A sample that serves HTTP in a process of its own. */
export interface RunningSample {
  readonly url: URL;
  /** @returns the exit code */
  stop(): Promise<number | null>;
}

/** Starts a sample as a user would, on a free port. */
export async function serveSample(sample: Sample): Promise<RunningSample> {
  const server = spawn(process.execPath, [programOf(sample), '--http', '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exit = once(server, 'exit');
  const output: string[] = [];
  for await (const line of createInterface({ input: server.stderr })) {
    output.push(line);
    const url = /listening on (http\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    server.stderr.resume();
    const stop = async () => {
      server.kill('SIGTERM');
      return ((await exit) as [number | null])[0];
    };
    return { url: new URL(url), stop };
  }
  throw new Error(`The sample ended before it listened:\n${output.join('\n')}`);
}
