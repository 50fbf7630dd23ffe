import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  Jobs,
  PorticoFactory,
  type JobsOptions,
  type PorticoApp,
  type PorticoOptions,
  type ToolOutcome,
} from 'portico';
import { createTestClient } from 'portico/testing';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import {
  ChimeModule,
  CommonJob,
  CuriousJob,
  diary,
  FlakyJob,
  ImpatientJob,
  JobsModule,
  MailJob,
  type MailData,
  NarrowJob,
  OddJob,
  SlowJob,
  StatefulJob,
  TickModule,
  UrgentJob,
  VisitsJob,
} from './jobs.fixture.js';
import { runtimeOf, toolCall } from './task-support.js';

const apps: PorticoApp[] = [];
let folder: string;
let log: RecordedLog;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-jobs-'));
  log = new RecordedLog();
  diary.clear();
  SlowJob.hold();
});
afterEach(async () => {
  SlowJob.release();
  await Promise.all(apps.splice(0).map((app) => app.close()));
  rmSync(folder, { recursive: true });
});

async function create(
  jobs: JobsOptions,
  options: Partial<PorticoOptions> = {},
  module: new () => object = JobsModule,
): Promise<PorticoApp> {
  const app = await PorticoFactory.create(module, {
    name: 'test',
    version: '1.0.0',
    log,
    jobs: { lease: 2_000, drain: 200, ...jobs },
    ...options,
  });
  apps.push(app);
  return app;
}

async function start(...args: Parameters<typeof create>): Promise<PorticoApp & { jobs: Jobs }> {
  const app = await create(...args);
  await app.work({ signals: false });
  return Object.assign(app, { jobs: app.get(Jobs) });
}

function textOf({ content }: ToolOutcome): string {
  return (content as unknown as [{ text: string }])[0].text;
}

function file(): string {
  return `sqlite:${path.join(folder, 'jobs.db')}`;
}

describe.each([
  ['in memory', (): string => 'memory:'],
  ['on SQLite', (): string => file()],
] as const)('a job %s', (_name, url) => {
  it('is done, and its record says everything', async () => {
    const { jobs } = await start({ url: url() });
    const id = await jobs.enqueue(MailJob, { to: 'ada', copies: 2 });
    const ended = await jobs.wait(id, { timeout: '30s' });
    expect(ended).toMatchObject({
      id,
      name: 'mail',
      status: 'completed',
      attempt: 1,
      result: { sent: 'ada', attempt: 1, background: true },
      error: undefined,
      progress: { done: 1, total: 2, message: 'half' },
      log: [{ level: 'info', message: 'sending', data: { to: 'ada' } }],
    });
    expect(ended.log[0]!.time).toBeInstanceOf(Date);
    expect(await jobs.status(id)).toEqual(ended);
    expect(diary.lines).toEqual(['MailData ada 2']);
    expect(log.text).toMatch(/info (\(\w+\) )?mail \w{8}: sending/);
  });

  it('is refused at once where it does not fit', async () => {
    const { jobs } = await start({ url: url() });
    const enqueue = (data: unknown, options: object = {}): Promise<string> =>
      jobs.enqueue(MailJob, data as MailData, options);
    await expect(enqueue({ to: 7 })).rejects.toMatchObject({ code: 'PORTICO_JOB_DATA' });
    await expect(enqueue({ to: 'a', then: () => {} })).rejects.toMatchObject({ code: 'PORTICO_JOB_DATA' });
    const both = { delay: '1s', at: new Date() };
    await expect(enqueue({ to: 'a' }, both)).rejects.toMatchObject({ code: 'PORTICO_JOB_TIME' });
    await expect(enqueue({ to: 'a' }, { at: new Date(NaN) })).rejects.toMatchObject({
      code: 'PORTICO_JOB_TIME',
    });
    await expect(enqueue({ to: 'a' }, { delay: 'soon' })).rejects.toMatchObject({ code: 'PORTICO_DURATION' });
    class NoJob {
      run(): void {}
    }
    await expect(jobs.enqueue(NoJob)).rejects.toMatchObject({ code: 'PORTICO_JOB_UNKNOWN' });
    expect(await jobs.status('no-such-id')).toBeUndefined();
    expect(await jobs.cancel('no-such-id')).toBe(false);
    await expect(jobs.wait('no-such-id')).rejects.toMatchObject({ code: 'PORTICO_JOB_UNKNOWN' });
  });

  it('is tried again after it threw, repeats no effect, and fails in the end', async () => {
    const { jobs } = await start({ url: url() });
    const first = await jobs.wait(await jobs.enqueue(FlakyJob, { times: 2 }), { timeout: '30s' });
    expect(first).toMatchObject({ status: 'completed', attempt: 3, result: 3 });
    expect(diary.lines).toEqual([1, 2, 3].map((attempt) => `attempt ${attempt} effect 1 36`));
    const last = await jobs.wait(await jobs.enqueue(FlakyJob, { times: 9 }), { timeout: '30s' });
    expect(last).toMatchObject({
      status: 'failed',
      attempt: 4,
      error: { code: 'PORTICO_USER_ERROR', message: 'failed 4' },
    });
    expect(diary.effects).toBe(2);
  });

  it('fails when its time is over, and is told by its signal', async () => {
    const { jobs } = await start({ url: url() });
    const ended = await jobs.wait(await jobs.enqueue(ImpatientJob), { timeout: '30s' });
    expect(ended).toMatchObject({ status: 'failed', error: { code: 'PORTICO_TIMEOUT' } });
    await eventually(() => expect(diary.lines).toEqual(['out of time']));
  });

  it('is cancelled while it waits and while it runs', async () => {
    const { jobs } = await start({ url: url() });
    const later = await jobs.enqueue(CommonJob, undefined, { delay: '150ms' });
    expect(await jobs.cancel(later)).toBe(true);
    expect(await jobs.cancel(later)).toBe(false);
    const id = await jobs.enqueue(SlowJob);
    await eventually(() => expect(diary.lines).toEqual(['slow 1']));
    const begun = performance.now();
    expect(await jobs.cancel(id)).toBe(true);
    await eventually(() => expect(diary.lines).toEqual(['slow 1', 'aborted']));
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(await jobs.status(id)).toMatchObject({ status: 'cancelled', result: undefined });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(diary.lines).not.toContain('common');
    expect(log.text).not.toContain('error ');
  });

  it('waits for its time', async () => {
    const { jobs } = await start({ url: url() });
    const begun = Date.now();
    const delayed = await jobs.enqueue(CommonJob, undefined, { delay: '300ms' });
    const planned = await jobs.enqueue(UrgentJob, undefined, { at: new Date(begun + 600) });
    await expect(jobs.wait(delayed, { timeout: 50 })).rejects.toMatchObject({ code: 'PORTICO_JOB_WAIT' });
    await jobs.wait(delayed, { timeout: '30s' });
    expect(Date.now() - begun).toBeGreaterThanOrEqual(299);
    await jobs.wait(planned, { timeout: '30s' });
    expect(Date.now() - begun).toBeGreaterThanOrEqual(599);
    expect(Date.now() - begun).toBeLessThan(10_000);
    expect(diary.lines).toEqual(['common', 'urgent']);
  });

  it('is one while an unfinished one has the same name', async () => {
    const { jobs } = await start({ url: url() });
    const unique = { unique: 'ada' };
    const ids = await Promise.all(Array.from({ length: 20 }, () => jobs.enqueue(SlowJob, undefined, unique)));
    expect(new Set(ids).size).toBe(1);
    expect(await jobs.enqueue(CommonJob, undefined, unique)).not.toBe(ids[0]);
    SlowJob.release();
    await jobs.wait(ids[0]!, { timeout: '30s' });
    const next = await jobs.enqueue(SlowJob, undefined, unique);
    expect(next).not.toBe(ids[0]);
    expect((await jobs.wait(next, { timeout: '30s' })).status).toBe('completed');
  });

  it('runs beside as many of its kind as it allows', async () => {
    const { jobs } = await start({ url: url() });
    const ids = await Promise.all(Array.from({ length: 10 }, (_, n) => jobs.enqueue(NarrowJob, { n })));
    await Promise.all(ids.map((id) => jobs.wait(id, { timeout: '30s' })));
    expect(diary.most).toBe(2);
  });

  it('is taken before others that are less urgent', async () => {
    const app = await create({ url: url(), concurrency: 1 });
    const jobs = app.get(Jobs);
    const ids = [];
    for (const job of [CommonJob, CommonJob, UrgentJob, CommonJob, UrgentJob])
      ids.push(await jobs.enqueue(job));
    await app.work({ signals: false });
    await Promise.all(ids.map((id) => jobs.wait(id, { timeout: '30s' })));
    expect(diary.lines).toEqual(['urgent', 'urgent', 'common', 'common', 'common']);
  });

  it('shares state with the application, and has nobody to ask', async () => {
    const app = await start({ url: url() });
    const { jobs } = app;
    const client = await createTestClient(app);
    await client.callTool('keep');
    const stateful = await jobs.wait(await jobs.enqueue(StatefulJob), { timeout: '30s' });
    expect(stateful).toMatchObject({ status: 'completed', name: 'stateful', result: 'by the tool' });
    expect(textOf(await client.callTool('kept'))).toBe('by the job');
    await client.close();
    const curious = await jobs.wait(await jobs.enqueue(CuriousJob), { timeout: '30s' });
    expect(curious).toMatchObject({ status: 'failed', error: { code: 'PORTICO_CLIENT_CAPABILITY' } });
    const odd = await jobs.wait(await jobs.enqueue(OddJob), { timeout: '30s' });
    expect(odd).toMatchObject({ status: 'failed', error: { code: 'PORTICO_RESULT_VALUE' } });
  });

  it('has the state of the user who queued it, and of no other', async () => {
    const { jobs } = await start({ url: url() });
    const { gateway } = runtimeOf(apps[0]!);
    const visits = async (subject: string) => {
      const caller = toolCall('visit', {}, { principal: { subject, scopes: [], roles: [], claims: {} } });
      return (await jobs.wait(await gateway.enqueue(caller, VisitsJob, undefined, {}), { timeout: '30s' }))
        .result;
    };
    expect([await visits('ada'), await visits('ada'), await visits('eve')]).toEqual([1, 2, 1]);
  });

  it('is handed back when the application closes before it ends, and ends elsewhere', async () => {
    if (url() === 'memory:') return; // what is in memory ends with its process
    const first = await start({ url: url(), drain: 50 });
    const id = await first.jobs.enqueue(SlowJob);
    await eventually(() => expect(diary.lines).toEqual(['slow 1']));
    const second = await start({ url: url() });
    await first.close();
    await eventually(() => expect(diary.lines).toEqual(['slow 1', 'aborted', 'slow 2']), 10_000);
    SlowJob.release();
    expect(await second.jobs.wait(id, { timeout: '30s' })).toMatchObject({ status: 'completed', attempt: 2 });
  });
});

describe('who queues and who works', () => {
  it('a tool and a service queue jobs for a worker in the same process', async () => {
    const client = await createTestClient(JobsModule, { log });
    for (const tool of ['send', 'sendByService']) {
      const text = textOf(await client.callTool(tool, { to: tool, copies: 1 }));
      expect(await client.app.get(Jobs).wait(text, { timeout: '30s' })).toMatchObject({
        status: 'completed',
        result: { sent: tool },
      });
    }
    await client.close();
  });

  it('a server leaves the work to a worker', async () => {
    const server = await create({ url: file() }, { role: 'server' });
    await server.listen({ transport: 'http', port: 0, signals: false });
    const jobs = server.get(Jobs);
    const id = await jobs.enqueue(CommonJob);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect((await jobs.status(id))?.status).toBe('working');
    const worker = await create({ url: file() }, { role: 'worker' });
    const { address } = await worker.listen({ signals: false });
    expect(address).toBe('worker');
    expect((await jobs.wait(id, { timeout: '30s' })).status).toBe('completed');
  });

  it('two workers do each job once', async () => {
    const [one, two] = await Promise.all([start({ url: file() }), start({ url: file() })]);
    const ids = await Promise.all(
      Array.from({ length: 100 }, (_, i) => (i % 2 ? one : two).jobs.enqueue(CommonJob)),
    );
    await Promise.all(ids.map((id, i) => (i % 2 ? two : one).jobs.wait(id, { timeout: '30s' })));
    expect(diary.lines).toHaveLength(100);
  });

  it('a schedule comes round once for all processes together', async () => {
    await Promise.all([start({ url: file() }, {}, TickModule), start({ url: file() }, {}, TickModule)]);
    const begun = Date.now();
    await eventually(() => expect(diary.lines.length).toBeGreaterThanOrEqual(5), 15_000);
    expect(diary.lines.length).toBeLessThanOrEqual(Math.floor((Date.now() - begun) / 150) + 2);
    expect(new Set(diary.lines)).toEqual(new Set(['tick every']));
  });

  it('a cron expression comes round at its times, not between them', async () => {
    await Promise.all([start({ url: file() }, {}, ChimeModule), start({ url: file() }, {}, ChimeModule)]);
    await eventually(() => expect(diary.lines.length).toBeGreaterThanOrEqual(3), 15_000);
    const seconds = diary.lines.map((line) => Math.floor(Number(line.split(' ')[2]) / 1_000));
    expect(diary.lines[0]).toMatch(/^chime cron /);
    expect(new Set(seconds).size).toBeGreaterThanOrEqual(seconds.length - 1); // one may be late on a busy machine
  });

  it('nothing is opened, and no file made, without need', async () => {
    const app = await create({ url: file() });
    app.connect();
    await app.close();
    expect(readdirSync(folder).filter((name) => name.endsWith('.key'))).toEqual(['jobs.db.key']);
    const plain = mkdtempSync(path.join(tmpdir(), 'portico-none-'));
    const none = await create({ url: `sqlite:${path.join(plain, 'jobs.db')}` }, {}, class None {}).catch(
      () => undefined,
    );
    expect(none).toBeUndefined();
    expect(readdirSync(plain)).toEqual([]);
  });

  it('what is stored tells nobody data, results or names of users', async () => {
    const { jobs, ...app } = await start({ url: file() });
    await jobs.wait(await jobs.enqueue(MailJob, { to: 'top-secret', copies: 1 }), { timeout: '30s' });
    void app;
    const bytes = readdirSync(folder)
      .filter((name) => name.startsWith('jobs.db') && !name.endsWith('.key'))
      .map((name) => readFileSync(path.join(folder, name)).toString('latin1'))
      .join('');
    expect(bytes).toContain('mail');
    expect(bytes).not.toContain('top-secret');
  });
});
