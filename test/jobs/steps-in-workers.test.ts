import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PorticoFactory, silentLog, type PorticoApp } from 'portico';
import { eventually } from '../support/eventually.js';
import { startProcess, type ServerProcess } from '../support/server-process.js';
import { TaskLine, type LineTransport } from '../tasks/task-line.js';
import { SteppedModule } from './steps-in-workers.fixture.js';

const capabilities = { extensions: { 'io.modelcontextprotocol/tasks': {} } };
const ada = { issuer: 'test', subject: 'ada', roles: ['admin'] };
const bob = { issuer: 'test', subject: 'bob', roles: [] };

/** What stands around a handler, wherever it runs: what a call comes to, and in which process. */
interface Outcome {
  readonly isError: boolean;
  readonly text: string;
  readonly pid: number | undefined;
}

const cases = (['session', 'stateless'] as const).flatMap((era) =>
  (['in the foreground', 'as a task in a worker process'] as const).map((where) => ({ era, where })),
);

describe.each(cases)('$era, $where', ({ era, where }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'portico-steps-'));
  const isTask = where !== 'in the foreground';
  const options = {
    name: 'stepped',
    version: '1.0.0',
    interaction: { keys: ['k'.repeat(40)] },
    jobs: { url: `sqlite:${path.join(folder, 'jobs.db')}` },
  };
  let app: PorticoApp;
  let worker: ServerProcess | undefined;
  const lines: TaskLine[] = [];

  const open = async (principal: typeof ada) => {
    const { clientTransport } = app.connect({ principal });
    const line = await TaskLine.open(
      clientTransport as unknown as LineTransport,
      era,
      isTask ? capabilities : {},
    );
    lines.push(line);
    return line;
  };
  let line: TaskLine;

  beforeAll(async () => {
    app = await PorticoFactory.create(SteppedModule, { ...options, role: 'server', log: silentLog });
    if (isTask) {
      worker = startProcess(SteppedModule, { ...options, role: 'worker' }, {});
      await eventually(() => expect(worker!.stderr()).toContain('taking background work'), 30_000);
    }
    line = await open(ada);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(lines.map((one) => one.close()));
    await app.close();
    worker?.kill('SIGTERM');
    await worker?.exit(Date.now());
    rmSync(folder, { recursive: true });
  });

  /** A call that is judged before it becomes a task is answered at once, in either way. */
  const run = async (name: string, args: object = {}, by: TaskLine = line): Promise<Outcome> => {
    const answered = isTask
      ? await by.call(name, args)
      : await by.request('tools/call', { name, arguments: args });
    // In a session a call that is to become a task, and may not, is answered with an error.
    if (answered.error) return { isError: true, text: answered.error.message, pid: undefined };
    const created = (era === 'session' ? answered.result?.['task'] : answered.result) as
      { taskId?: string } | undefined;
    const result = created?.taskId === undefined ? answered.result : (await by.end(created.taskId)).result;
    const { content, isError, structuredContent } = result as {
      content: { text: string }[];
      isError?: boolean;
      structuredContent?: { pid?: number };
    };
    return { isError: isError === true, text: content[0]!.text, pid: structuredContent?.pid };
  };
  const expectHere = (pid: number | undefined) =>
    isTask ? expect(pid).not.toBe(process.pid) : expect(pid).toBe(process.pid);

  test('guards decide, by who calls and with what', async () => {
    const passed = await run('guarded', { name: 'somebody' });
    expect(passed).toMatchObject({ isError: false, pid: expect.any(Number) });
    expectHere(passed.pid);
    const refused = { isError: true, text: "You may not use 'guarded'." };
    expect(await run('guarded', { name: 'nobody' })).toMatchObject(refused);
    expect(await run('guarded', { name: 'somebody' }, await open(bob))).toMatchObject(refused);
  });

  test('roles are asked for', async () => {
    expectHere((await run('forRole')).pid);
    expect((await run('forRole', {}, await open(bob))).isError).toBe(true);
  });

  test('interceptors, filters and pipes stand around the handler', async () => {
    const wrapped = await run('wrapped');
    expect(wrapped.text).toContain('"wrapped":true');
    const filtered = await run('filtered');
    expect(filtered).toMatchObject({ isError: false, text: expect.stringContaining('"mended":"broken"') });
    const piped = await run('piped', { name: 'ab' });
    expect(piped.text).toContain('"name":"AB!AB!"');
    for (const { pid } of [wrapped, filtered, piped]) expectHere(pid);
  });

  test('a time limit stops it', async () => {
    expect(await run('slow')).toMatchObject({
      isError: true,
      text: 'The call took longer than 300 ms and was stopped.',
    });
  });

  test('a failure is tried again', async () => {
    const { text, pid } = await run('flaky');
    expect(text).toContain('"tries":3');
    expectHere(pid);
  });

  test('too many calls in a time are refused', async () => {
    for (let i = 0; i < 2; i++) expectHere((await run('ring')).pid);
    expect(await run('ring')).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^Too many calls: at most 2 within 600 s\./),
    });
  });

  test('too many calls at once are refused', async () => {
    const outcomes = await Promise.all([run('alone'), run('alone'), run('alone')]);
    expect(outcomes.filter(({ isError }) => !isError)).toHaveLength(1);
    for (const { text } of outcomes.filter(({ isError }) => isError))
      expect(text).toBe('Too many calls at once: at most 1 run at a time. Try again a little later.');
  });

  test('a result that is too large is refused', async () => {
    expect(await run('large')).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^The result of .* has \d+ bytes, and at most 1000 may be sent/),
    });
  });

  test('an error for the user is told', async () => {
    expect(await run('fails')).toMatchObject({ isError: true, text: 'It cannot be done.' });
  });
});
