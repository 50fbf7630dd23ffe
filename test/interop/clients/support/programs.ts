import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { testFolder } from '../../../support/fixture.js';

/** A command line client of others. */
export type Program = 'mcp-inspector' | 'mcporter' | 'mcpc';

/** What came of one run. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a client keeps its files, instead of in the home of who runs the tests. */
export interface Home {
  run(program: Program, ...args: readonly string[]): Promise<Outcome>;
  remove(): Promise<void>;
}

const bin = fileURLToPath(
  new URL('../node_modules/.cache/programs/test/interop/programs/node_modules/.bin', testFolder),
);

export async function createHome(): Promise<Home> {
  const home = await mkdtemp(path.join(tmpdir(), 'portico-interop-'));
  const env = { PATH: process.env['PATH'], HOME: home, USERPROFILE: home, NO_COLOR: '1' };
  return {
    run: (program, ...args) => {
      const file = path.join(bin, program);
      if (!existsSync(file))
        throw new Error('The programs are not installed. Run `npm run test:interop`, which installs them.');
      return new Promise((resolve) =>
        execFile(process.execPath, [file, ...args], { env, timeout: 25_000 }, (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
        ),
      );
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
