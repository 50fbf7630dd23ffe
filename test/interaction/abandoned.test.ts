import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compiled } from '../support/fixture.js';

const program = fileURLToPath(compiled(new URL('abandoned.program.ts', import.meta.url).href));

test.each<[mode: string, count: number]>([
  ['park', 10_000],
  ['replay', 2_000],
])(
  '%s: %d questions that nobody answers leave nothing behind',
  async (mode, count) => {
    const args = ['--expose-gc', program, mode, String(count)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { started, finished, mostWaiting, grown } = JSON.parse(stdout) as Record<string, number>;
    expect({ started, finished }).toEqual({ started: count + 1_000, finished: count + 1_000 });
    // 500 may wait in memory, beside those that are just being asked.
    expect(mostWaiting).toBeLessThanOrEqual(600);
    // Each held 8 KB: together many times this.
    expect(grown).toBeLessThan(4 * 1024 * 1024);
  },
  120_000,
);
