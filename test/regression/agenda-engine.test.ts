import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Agenda, computeJobState } from 'agenda';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Jobs, PorticoFactory, silentLog, type JobsOptions, type PorticoApp, type Role } from 'portico';
import { AgendaQueue } from '../../src/jobs/engine/agenda-queue.js';
import { extendLock } from '../../src/jobs/engine/leased-repository.js';
import { GroupCommit } from '../../src/jobs/sqlite/group-commit.js';
import { openSqliteStorage } from '../../src/jobs/sqlite/open-sqlite-storage.js';
import { SqliteJobRepository } from '../../src/jobs/sqlite/sqlite-job-repository.js';
import { openSqlite } from '../../src/storage/sqlite.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { seen, WorkJob, WorkModule } from './agenda.fixture.js';

const apps: PorticoApp[] = [];
let folder: string;
let log: RecordedLog;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-agenda-'));
  log = new RecordedLog();
  Object.assign(seen, { runs: [], running: 0, most: 0 });
});
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  rmSync(folder, { recursive: true });
});

async function start(jobs: JobsOptions = {}, role: Role = 'both'): Promise<Jobs> {
  const url = `sqlite:${path.join(folder, 'jobs.db')}`;
  const app = await PorticoFactory.create(WorkModule, {
    name: 'test',
    version: '1.0.0',
    log,
    role,
    jobs: { url, drain: 50, ...jobs },
  });
  apps.push(app);
  if (role !== 'server') await app.work({ signals: false });
  return app.get(Jobs);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

describe('Agenda', () => {
  it('instances have names of their own, so that none takes the hints of another for its own', async () => {
    const names = [1, 2].map(() => {
      const storage = openSqliteStorage(':memory:', 'p', silentLog);
      const backend = {
        name: 'x',
        repository: undefined as never,
        connect: async () => {},
        disconnect: async () => {},
      };
      const parts = { backend: { ...backend, repository: {} as never }, signals: storage.signals };
      const queue = new AgendaQueue({ ...parts, concurrency: 1, lease: 1_000, log: silentLog });
      return (queue as unknown as { agenda: Agenda }).agenda.attrs.name;
    });
    expect(names[0]).not.toBe(names[1]);
    expect(names[0]).toMatch(/.+:\d+:[0-9a-f]{6}/);
  });

  it('a process that never starts working wakes a worker at once, and closes everything', async () => {
    await start();
    const client = await start({}, 'server');
    await pause(700); // between two looks of the worker
    const begun = performance.now();
    const job = await client.wait(await client.enqueue(WorkJob, { name: 'hint', ms: 0 }), { timeout: '20s' });
    expect(job.status).toBe('completed');
    expect(performance.now() - begun).toBeLessThan(400);
    await apps[1]!.close();
    await expect(client.enqueue(WorkJob, { name: 'late', ms: 0 })).rejects.toMatchObject({
      code: 'PORTICO_JOBS_CLOSED',
    });
  });

  it('tells of an end when it is stored, never before', async () => {
    await start();
    const client = await start({}, 'server');
    const ids = await Promise.all(
      Array.from({ length: 50 }, (_, i) => client.enqueue(WorkJob, { name: `j${i}`, ms: 0 })),
    );
    const ended = await Promise.all(ids.map((id) => client.wait(id, { timeout: '20s' })));
    expect(ended.map(({ status, result }) => [status, result])).toEqual(
      ids.map((_, i) => ['completed', `j${i}`]),
    );
  });

  it('keeps progress through signs of life, and runs a job longer than its lease once', async () => {
    const jobs = await start({ lease: 300 });
    await start({ lease: 300 });
    const id = await jobs.enqueue(WorkJob, { name: 'long', ms: 1_500 });
    await pause(1_000);
    expect((await jobs.status(id))?.progress).toEqual({ done: 7, total: 10, message: 'seven of ten' });
    expect(await jobs.wait(id, { timeout: '20s' })).toMatchObject({ status: 'completed', attempt: 1 });
    expect(seen.runs).toEqual(['long']);

    const database = openSqlite(':memory:');
    const repository = new SqliteJobRepository(database, new GroupCommit(database), 'jobs', computeJobState);
    await repository.connect();
    const saved = await repository.saveJob({
      name: 'a',
      priority: 0,
      nextRunAt: new Date(),
      type: 'normal',
      data: {},
    });
    await repository.saveJobState({ ...saved, progress: 42 });
    const job = (await repository.getJobById(saved._id!))!;
    await extendLock(repository, job, 5_000);
    const beaten = (await repository.getJobById(saved._id!))!;
    expect(beaten.progress).toBe(42);
    expect(beaten.nextRunAt).not.toBeNull();
    expect(beaten.lockedAt!.getTime()).toBeGreaterThan(Date.now() + 4_000);
  });

  it('leaves no timers behind, nor a process that cannot end', async () => {
    const jobs = await start({ lease: 60_000 });
    const before = timers();
    const ids = await Promise.all(
      Array.from({ length: 200 }, (_, i) => jobs.enqueue(WorkJob, { name: `t${i}`, ms: 0 })),
    );
    await Promise.all(ids.map((id) => jobs.wait(id, { timeout: '20s' })));
    await eventually(() => expect(timers()).toBeLessThanOrEqual(before + 5), 2_000);
    await apps[0]!.close();
    await eventually(() => expect(timers()).toBeLessThanOrEqual(before + 2), 1_000);
  });

  it('fills a free place at once, not at its next look', async () => {
    const jobs = await start({ concurrency: 2 });
    const begun = performance.now();
    const ids = await Promise.all(
      Array.from({ length: 40 }, (_, i) => jobs.enqueue(WorkJob, { name: `p${i}`, ms: 0 })),
    );
    await Promise.all(ids.map((id) => jobs.wait(id, { timeout: '20s' })));
    expect(performance.now() - begun).toBeLessThan(4_000); // at two for each look it would be ten seconds
    expect(seen.most).toBeLessThanOrEqual(2);
  });

  it('loses no places to jobs that wait longer than their lock', async () => {
    const jobs = await start({ concurrency: 3, lease: 300 });
    for (const round of ['a', 'b']) {
      const ids = await Promise.all(
        Array.from({ length: 12 }, (_, i) => jobs.enqueue(WorkJob, { name: `${round}${i}`, ms: 120 })),
      );
      seen.most = 0;
      await Promise.all(ids.map((id) => jobs.wait(id, { timeout: '20s' })));
      expect(seen.most).toBe(3);
    }
    expect(new Set(seen.runs).size).toBe(24);
    expect(seen.runs).toHaveLength(24);
  });

  it('gets one definition for all jobs, whose function takes one parameter', async () => {
    await start();
    const { jobs } = (apps[0] as unknown as { parts: { jobs: { engine: Promise<{ queue: unknown }> } } })
      .parts;
    const { agenda } = (await jobs.engine).queue as { agenda: Agenda };
    const definitions = Object.values(agenda.definitions) as { fn: (...args: unknown[]) => unknown }[];
    expect(definitions).toHaveLength(1);
    expect(definitions[0]!.fn).toHaveLength(1);
  });

  it('keeps only the id of the task, in an entry that goes with it', async () => {
    const client = await start({}, 'server');
    const id = await client.enqueue(WorkJob, { name: 'private', ms: 0 });
    const database = openSqlite(path.join(folder, 'jobs.db'));
    const rows = () => database.prepare('SELECT data FROM portico_job').all();
    expect(rows()).toMatchObject([{ data: JSON.stringify({ task: id }) }]);
    await start();
    await client.wait(id, { timeout: '20s' });
    await eventually(() => expect(rows()).toEqual([]));
    database.close();
  });

  it('runs a job again that ended its process, and counts it', async () => {
    const jobs = await start({ attempts: 2, lease: 300 });
    const id = await jobs.enqueue(WorkJob, { name: 'x', ms: 0 }, { delay: '1s' });
    const database = openSqlite(path.join(folder, 'jobs.db'));
    database
      .prepare('UPDATE portico_task SET holder = ?, due = ?, failures = 1, run = 2, attempt = 2 WHERE id = ?')
      .run('a process that died', Date.now() - 1, id);
    database.close();
    expect(await jobs.wait(id, { timeout: '20s' })).toMatchObject({
      status: 'failed',
      attempt: 3,
      error: { code: 'PORTICO_TASK_ATTEMPTS' },
    });
    expect(seen.runs).toEqual([]);
  });
});
