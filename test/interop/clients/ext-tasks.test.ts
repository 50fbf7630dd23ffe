import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { compiled } from '../../support/fixture.js';
import { serveSample, type RunningSample } from './support/samples.js';

const run = promisify(execFile);
const program = fileURLToPath(compiled(new URL('support/ext-tasks-program.ts', import.meta.url).href));

let everything: RunningSample;

beforeAll(async () => {
  everything = await serveSample('everything');
});
afterAll(async () => {
  expect(await everything.stop()).toBe(0);
});

async function call(revision: string, tool: string, args: object): Promise<unknown> {
  const { stdout } = await run(process.execPath, [
    program,
    everything.url.href,
    revision,
    tool,
    JSON.stringify(args),
  ]);
  return JSON.parse(stdout);
}

const textual = (text: string) => expect.objectContaining({ content: [{ type: 'text', text }] });

it('ext-tasks completes a task with a question in it', async () => {
  expect(await call('2026-07-28', 'confirm_delete', { filename: 'old.txt' })).toEqual({
    kind: 'task',
    asked: ['"Delete old.txt?"'],
    result: textual('Deleted old.txt.'),
  });
});

/** There it asks for no result before the task has ended, so it never opens the stream on which questions come. */
it('ext-tasks completes a task on 2025-11-25', async () => {
  expect(await call('2025-11-25', 'slow_compute', { seconds: 1 })).toEqual({
    kind: 'task',
    asked: [],
    result: textual('Computed for 1 s.'),
  });
});
