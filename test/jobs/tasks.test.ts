import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  PorticoFactory,
  type JobsOptions,
  type Principal,
  type PorticoApp,
  type PorticoOptions,
} from 'portico';
import type { TaskRunner } from '../../src/jobs/task-runner.js';
import { ownerOf } from '../../src/jobs/tasks/owner.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { accepted, runtimeOf, settled, textOf, toolCall } from './task-support.js';
import { journal, TasksModule } from './tasks.fixture.js';

const apps: PorticoApp[] = [];
let folder: string;
let log: RecordedLog;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-tasks-'));
  log = new RecordedLog();
  journal.clear();
});
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  rmSync(folder, { recursive: true });
});

async function start(jobs: JobsOptions = {}, options: Partial<PorticoOptions> = {}): Promise<TaskRunner> {
  const app = await PorticoFactory.create(TasksModule, {
    name: 'test',
    version: '1.0.0',
    log,
    jobs: { url: 'memory:', lease: 1_500, patience: 100, drain: 100, ...jobs },
    ...options,
  });
  apps.push(app);
  if (options.role !== 'server') await runtimeOf(app).work();
  return runtimeOf(app).tasks;
}

function file(): string {
  return `sqlite:${path.join(folder, 'jobs.db')}`;
}

const ada: Principal = {
  subject: 'ada',
  issuer: 'https://id.example',
  scopes: ['pay'],
  roles: [],
  claims: { tier: 'gold' },
};

it('a call becomes a task, is found at once, and comes to what the call would have come to', async () => {
  const tasks = await start();
  const submitted = await tasks.submit(toolCall('quick', { name: 'Ada' }), { ttl: 60_000 });
  expect(submitted).toMatchObject({
    status: 'working',
    kind: 'tool',
    name: 'quick',
    questions: {},
    error: undefined,
  });
  expect(await tasks.get(submitted.id, '')).toBeDefined();
  const ended = await settled(tasks, submitted.id);
  expect(ended).toMatchObject({
    status: 'completed',
    attempt: 1,
    result: { structuredContent: { hello: 'Ada' }, content: [{ type: 'text', text: '{"hello":"Ada"}' }] },
  });
  expect(ended.expires).toBeGreaterThanOrEqual(submitted.created + 60_000);
});

it('has progress with numbers and a message, and writes down what the handler logs', async () => {
  const tasks = await start();
  const { id } = await tasks.submit(toolCall('steps', { steps: 3 }));
  expect((await settled(tasks, id)).progress).toEqual({ done: 3, total: 3, message: 'step 3' });
  expect(log.text).toMatch(/warn (\(\w+\) )?steps \w{8}: nearly done \{ steps: 3 \}/);
});

it('fails with the fault of its request, and tells a client no secret', async () => {
  const tasks = await start();
  const unknown = await settled(tasks, (await tasks.submit(toolCall('no-such-tool'))).id);
  expect(unknown).toMatchObject({
    status: 'failed',
    error: { code: 'invalid-params', message: expect.stringContaining('Unknown tool') },
  });
  const failed = await settled(tasks, (await tasks.submit(toolCall('fail'))).id);
  expect(failed).toMatchObject({ status: 'completed', result: { isError: true } });
  expect(JSON.stringify(failed)).not.toContain('secret');
  const incapable = { name: 'x', version: '1', capabilities: {} };
  const mute = await settled(tasks, (await tasks.submit(toolCall('both', {}, { client: incapable }))).id);
  expect(mute.error).toMatchObject({
    code: 'missing-capability',
    data: { requiredCapabilities: { elicitation: { form: {} } } },
  });
  const forgetful = await settled(tasks, (await tasks.submit(toolCall('forgetful'))).id);
  expect(forgetful).toMatchObject({ status: 'completed', result: { isError: true } });
  expect(log.text).toContain('PORTICO_OPEN_QUESTION');
});

describe.each([
  ['in memory, before its patience ends', 5_000, 1],
  ['from sleep, after its patience has ended', 20, 3],
] as const)('a question answered %s', (_name, patience, runs) => {
  it('is asked once, effects happen once, and the handler comes to its end', async () => {
    const tasks = await start({ patience, url: file() });
    const { id } = await tasks.submit(toolCall('checkout', { name: 'Ada' }));
    const first = await settled(tasks, id, '', true);
    expect(first.status).toBe('input_required');
    expect(Object.keys(first.questions)).toEqual(['elicitation-1']);
    expect(first.questions['elicitation-1']).toMatchObject({ method: 'elicitation/create' });
    if (runs > 1) await eventually(() => expect(journal.finished).toBe(1));
    const going = await tasks.answer(id, '', {
      'elicitation-1': accepted('visa'),
      other: accepted('ignored'),
    });
    expect(going).toMatchObject({ status: 'working', questions: {} });
    await eventually(async () =>
      expect((await tasks.get(id, ''))!.questions).toHaveProperty(['elicitation-2']),
    );
    if (runs > 1) await eventually(() => expect(journal.finished).toBe(2));
    await tasks.answer(id, '', { 'elicitation-1': accepted('again'), 'elicitation-2': accepted('Oslo') });
    expect(textOf(await settled(tasks, id))).toBe('visa, receipt 1, Oslo, attempt 1');
    expect(journal).toMatchObject({ runs, finished: runs });
    expect(journal.charges).toHaveLength(1);
    expect(log.text).not.toContain('error ');
  });

  it('may be one of several, and be answered by halves', async () => {
    const tasks = await start({ patience });
    const { id } = await tasks.submit(toolCall('both'));
    expect(Object.keys((await settled(tasks, id, '', true)).questions)).toEqual(['a', 'b']);
    if (runs > 1) await new Promise((resolve) => setTimeout(resolve, 100));
    const half = await tasks.answer(id, '', { b: accepted('two') });
    expect(half).toMatchObject({ status: 'input_required' });
    expect(Object.keys(half!.questions)).toEqual(['a']);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await tasks.get(id, ''))?.status).toBe('input_required');
    await tasks.answer(id, '', { a: { action: 'decline' } });
    expect(textOf(await settled(tasks, id))).toBe('undefined two');
  });
});

it('an answer is never given to another question', async () => {
  const tasks = await start({ patience: 10 });
  const { id } = await tasks.submit(toolCall('restless'));
  await settled(tasks, id, '', true);
  await new Promise((resolve) => setTimeout(resolve, 150));
  await tasks.answer(id, '', { when: accepted('now') });
  expect(await settled(tasks, id)).toMatchObject({ status: 'completed', result: { isError: true } });
  expect(log.text).toContain('PORTICO_NON_DETERMINISTIC');
});

it('a sleeping task needs no place in the worker', async () => {
  const tasks = await start({ patience: 10, concurrency: 1 });
  const sleeping = await Promise.all(Array.from({ length: 5 }, () => tasks.submit(toolCall('both'))));
  for (const { id } of sleeping) expect((await settled(tasks, id, '', true)).status).toBe('input_required');
  expect((await settled(tasks, (await tasks.submit(toolCall('quick'))).id)).status).toBe('completed');
  for (const { id } of sleeping) await tasks.answer(id, '', { a: accepted('1'), b: accepted('2') });
  for (const { id } of sleeping) expect(textOf(await settled(tasks, id))).toBe('1 2');
});

it('is asked for by one process, done by another, and goes on in a third', async () => {
  const [client, one] = [
    await start({ url: file() }, { role: 'server' }),
    await start({ url: file(), patience: 10 }),
  ];
  const { id } = await client.submit(toolCall('checkout'));
  await settled(client, id, '', true);
  await eventually(() => expect(journal.finished).toBe(1));
  await apps[1]!.close();
  await client.answer(id, '', { 'elicitation-1': accepted('visa') });
  const two = await start({ url: file() });
  await eventually(async () => expect((await two.get(id, ''))!.questions).toHaveProperty(['elicitation-2']));
  await client.answer(id, '', { 'elicitation-2': accepted('Oslo') });
  expect(textOf(await settled(client, id))).toBe('visa, receipt 1, Oslo, attempt 1');
  expect(one).toBeDefined();
});

describe('cancelling', () => {
  it('reaches a handler in another process, and its finally runs', async () => {
    const [client] = [await start({ url: file() }, { role: 'server' }), await start({ url: file() })];
    const { id } = await client.submit(toolCall('endless'));
    await eventually(() => expect(journal.runs).toBe(1));
    const begun = performance.now();
    expect((await client.cancel(id, ''))?.status).toBe('cancelled');
    await eventually(() => expect(journal.lines).toHaveLength(1));
    expect(Number(journal.lines[0]!.split(' ').at(-1)) - begun).toBeLessThan(1_000);
    expect(await settled(client, id)).toMatchObject({ status: 'cancelled', result: undefined });
    expect(await client.cancel(id, '')).toMatchObject({ status: 'cancelled' });
    expect(log.text).not.toContain('error ');
  });

  it('ends a task that sleeps, and an answer wakes it no more', async () => {
    const tasks = await start({ patience: 10 });
    const { id } = await tasks.submit(toolCall('both'));
    await settled(tasks, id, '', true);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await tasks.cancel(id, '');
    expect(await tasks.answer(id, '', { a: accepted('1'), b: accepted('2') })).toMatchObject({
      status: 'cancelled',
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(journal.runs).toBe(1);
  });
});

it('belongs to its owner alone', async () => {
  const tasks = await start();
  const { id } = await tasks.submit(toolCall('both', {}, { principal: ada }));
  const owner = ownerOf({ principal: ada });
  await settled(tasks, id, owner, true);
  const others = [
    undefined,
    { ...ada, issuer: 'https://other.example' },
    { ...ada, subject: 'eve' },
    { ...ada, clientId: 'c' },
  ];
  for (const principal of others) {
    const other = ownerOf({ principal });
    expect(await tasks.get(id, other)).toBeUndefined();
    expect(await tasks.cancel(id, other)).toBeUndefined();
    expect(await tasks.answer(id, other, { a: accepted('x') })).toBeUndefined();
    expect((await tasks.list(other, 10)).tasks).toEqual([]);
    await expect(settled(tasks, id, other)).rejects.toMatchObject({ code: 'PORTICO_TASK_UNKNOWN' });
  }
  expect((await tasks.list(owner, 10)).tasks.map((task) => task.id)).toEqual([id]);
});

describe('the caller in a worker', () => {
  const call = () =>
    toolCall(
      'caller',
      {},
      {
        principal: ada,
        session: { id: 'session-1' },
        trace: { traceparent: '00-1-2-01' },
        http: { headers: { 'accept-language': 'nb', authorization: 'Bearer top-secret', 'x-tenant': 't1' } },
      },
    );

  it('is the one who asked, without the token', async () => {
    const tasks = await start({ url: file() });
    const ended = await settled(tasks, (await tasks.submit(call())).id, ownerOf({ principal: ada }));
    expect((ended.result as { structuredContent: object }).structuredContent).toMatchObject({
      principal: ada,
      client: { name: 'tester', version: '1.0.0' },
      headers: { 'accept-language': 'nb' },
      session: 'session-1',
      trace: { traceparent: '00-1-2-01' },
      era: 'stateless',
      transport: 'http',
      request: '7',
      background: true,
    });
    expect(JSON.stringify(ended)).not.toContain('top-secret');
    const stored = readdirSync(folder)
      .filter((name) => !name.endsWith('.key'))
      .map((name) => readFileSync(path.join(folder, name)).toString('latin1'))
      .join('');
    for (const secret of ['top-secret', 'gold', 'ada', 'session-1']) expect(stored).not.toContain(secret);
  });

  it('brings the headers that were chosen, a token only by name', async () => {
    const tasks = await start({ headers: ['Authorization', 'X-Tenant'] });
    const ended = await settled(tasks, (await tasks.submit(call())).id, ownerOf({ principal: ada }));
    expect((ended.result as { structuredContent: { headers: object } }).structuredContent.headers).toEqual({
      authorization: 'Bearer top-secret',
      'x-tenant': 't1',
    });
  });

  it('is not guessed where its seal does not open', async () => {
    const keys = (letter: string) => ({ interaction: { keys: [letter.repeat(40)] } });
    const client = await start({ url: file() }, { role: 'server', ...keys('a') });
    const { id } = await client.submit(call());
    const stranger = await start({ url: file(), attempts: 1 }, keys('b'));
    expect(await settled(stranger, id, ownerOf({ principal: ada }))).toMatchObject({
      status: 'failed',
      error: { code: 'PORTICO_TASK_SEALED', message: 'The task could not be run.' },
    });
    expect(log.text).toContain('PORTICO_TASK_SEALED');
  });

  it('is left to a worker that can open it', async () => {
    const keys = (letter: string) => ({ interaction: { keys: [letter.repeat(40)] } });
    const client = await start({ url: file() }, { role: 'server', ...keys('a') });
    const { id } = await client.submit(call());
    await start({ url: file() }, keys('b'));
    await eventually(() => expect(log.text).toContain('is left to another worker'));
    await apps[1]!.close();
    await start({ url: file() }, keys('a'));
    expect((await settled(client, id, ownerOf({ principal: ada }))).status).toBe('completed');
  });
});
