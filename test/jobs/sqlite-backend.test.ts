import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Agenda, computeJobState, InMemoryNotificationChannel, type JobParameters } from 'agenda';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GroupCommit } from '../../src/jobs/sqlite/group-commit.js';
import { SqliteJobRepository } from '../../src/jobs/sqlite/sqlite-job-repository.js';
import { openSqlite, type SqliteDatabase } from '../../src/storage/sqlite.js';
import { eventually } from '../support/eventually.js';

let folder: string;
let databases: SqliteDatabase[];
let jobs: SqliteJobRepository;

async function open(): Promise<SqliteJobRepository> {
  const database = openSqlite(path.join(folder, 'jobs.db'));
  databases.push(database);
  const repository = new SqliteJobRepository(database, new GroupCommit(database), 'jobs', computeJobState);
  await repository.connect();
  return repository;
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-backend-'));
  databases = [];
  jobs = await open();
});
afterEach(() => {
  for (const database of databases) database.close();
  rmSync(folder, { recursive: true });
});

function job(changes: Partial<JobParameters> = {}): JobParameters {
  return { name: 'a', priority: 0, nextRunAt: new Date(1_000), type: 'normal', data: {}, ...changes };
}

describe('Agenda on SQLite', () => {
  it('gives back what it was given', async () => {
    const given = job({
      data: { user: { id: 7 }, tags: ['x'] },
      repeatInterval: 5_000,
      repeatTimezone: 'Europe/Oslo',
      startDate: new Date(5),
      endDate: new Date(9),
      skipDays: [0, 6],
      disabled: true,
      fork: true,
    });
    const saved = await jobs.saveJob(given, { lastModifiedBy: 'me' });
    expect(saved).toMatchObject({ ...given, lastModifiedBy: 'me' });
    expect(await (await open()).getJobById(saved._id!)).toEqual(saved);
    expect(await jobs.getJobById('none')).toBeNull();
  });

  it('gives each waiting job to one of many, the longest waiting first, then what a dead process locked', async () => {
    const other = await open();
    for (const [priority, time] of [
      [0, 300],
      [9, 200],
      [0, 200],
      [0, 100],
    ] as const)
      await jobs.saveJob(job({ priority, nextRunAt: new Date(time) }));
    await jobs.saveJob(job({ nextRunAt: new Date(9_000) }));
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        (i % 2 ? other : jobs).getNextJobToRun('a', new Date(5_000), new Date(0)),
      ),
    );
    const taken = claims.filter((claim) => claim !== undefined);
    expect(taken).toHaveLength(4);
    expect(new Set(taken.map(({ _id }) => _id)).size).toBe(4);
    expect(taken[0]).toMatchObject({ nextRunAt: new Date(100) });
    expect(taken[1]).toMatchObject({ nextRunAt: new Date(200), priority: 9 });
    const later = new Date(Date.now() + 60_000);
    expect(await jobs.getNextJobToRun('a', new Date(5_000), later)).toBeDefined();
    await jobs.unlockJobs(taken.map(({ _id }) => _id!));
    expect((await jobs.getNextJobToRun('a', new Date(5_000), new Date(0)))?.nextRunAt).toEqual(new Date(100));
  });

  it('keeps one job like another, however many processes save it at once', async () => {
    const other = await open();
    const unique = { 'data.user.id': 7 };
    const save = (i: number, more = {}) =>
      (i % 2 ? other : jobs).saveJob(job({ unique, data: { user: { id: 7 }, i }, ...more }));
    const saved = await Promise.all(Array.from({ length: 20 }, (_, i) => save(i)));
    expect(new Set(saved.map(({ _id }) => _id)).size).toBe(1);
    expect((await jobs.queryJobs({ name: 'a' })).total).toBe(1);
    const kept = await save(99, { uniqueOpts: { insertOnly: true } });
    expect((kept.data as { i: number }).i).not.toBe(99);
    expect((await save(100)).data).toEqual({ user: { id: 7 }, i: 100 });
    await jobs.saveJob(job({ unique, data: { user: { id: 8 } } }));
    await jobs.saveJob(job({ unique: { 'data.user.id': 9 }, data: { user: { id: 9 } } }));
    expect((await jobs.queryJobs()).total).toBe(2);
    await expect(jobs.saveJob(job({ unique: { 'id; DROP TABLE jobs': 1 } }))).rejects.toThrow(
      'Invalid unique',
    );
  });

  it('puts a debounced job off while it is saved again, but not for ever', async () => {
    const save = (debounce: object) =>
      jobs.saveJob(
        job({ unique: { 'data.k': 1 }, data: { k: 1 }, uniqueOpts: { debounce: debounce as never } }),
      );
    const first = await save({ delay: 1_000 });
    expect(first.nextRunAt!.getTime()).toBeGreaterThan(Date.now() + 900);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const second = await save({ delay: 1_000 });
    expect(second.nextRunAt!.getTime()).toBeGreaterThan(first.nextRunAt!.getTime());
    expect(second.debounceStartedAt).toEqual(first.debounceStartedAt);
    const forced = await save({ delay: 1_000, maxWait: 20 });
    expect(forced.nextRunAt!.getTime()).toBeLessThanOrEqual(Date.now());
    expect(forced.debounceStartedAt).toBeUndefined();
    await jobs.purgeAllJobs();
    const leading = await save({ delay: 1_000, strategy: 'leading' });
    expect((await save({ delay: 1_000, strategy: 'leading' })).nextRunAt).toEqual(leading.nextRunAt);
  });

  it('keeps the time of a repeated job that is saved at each start', async () => {
    const single = { type: 'single' as const, repeatInterval: '5 minutes' };
    const planned = new Date(Date.now() + 60_000);
    const [first] = await Promise.all(
      [jobs, await open()].map((one) => one.saveJob(job({ ...single, nextRunAt: planned }))),
    );
    const again = await jobs.saveJob(job({ ...single, nextRunAt: new Date(), repeatInterval: '1 hour' }));
    expect(again).toMatchObject({ _id: first!._id, nextRunAt: planned, repeatInterval: '1 hour' });
    expect((await jobs.queryJobs()).total).toBe(1);
  });

  it('finds, counts, disables and removes', async () => {
    const now = Date.now();
    await jobs.saveJob(job({ name: 'b', data: { x: 1, y: [1, 2] }, nextRunAt: new Date(now + 9_000) }));
    const { _id } = await jobs.saveJob(job({ name: 'a', data: { x: 2 } }));
    expect(await jobs.getDistinctJobNames()).toEqual(['a', 'b']);
    expect(await jobs.getQueueSize()).toBe(1);
    const names = async (...[options]: Parameters<SqliteJobRepository['queryJobs']>) =>
      (await jobs.queryJobs(options)).jobs.map(({ name }) => name);
    expect(await names({ state: 'scheduled' })).toEqual(['b']);
    expect(await names({ data: { y: [2] } })).toEqual(['b']);
    expect(await names({ search: 'A' })).toEqual(['a']);
    expect(await names({ sort: { name: 'desc' }, skip: 1, limit: 5 })).toEqual(['a']);
    expect(await jobs.disableJobs({ name: 'a' })).toBe(1);
    expect(await names({ includeDisabled: false })).toEqual(['b']);
    expect(await jobs.getNextJobToRun('a', new Date(), new Date())).toBeUndefined();
    expect((await jobs.getJobsOverview()).find(({ name }) => name === 'a')).toMatchObject({
      total: 1,
      paused: 1,
      queued: 1,
    });
    expect(await jobs.enableJobs({ ids: [_id!] })).toBe(1);
    expect(await jobs.removeJobs({})).toBe(0);
    expect(await jobs.removeJobs({ data: { x: 1 } })).toBe(1);
    expect(await jobs.removeJobs({ notNames: ['other'] })).toBe(1);
    await expect(jobs.saveJobState({ ...job(), _id: _id! })).rejects.toThrow('cannot be updated');
  });

  it('does what Agenda asks of it, from the first to the last', async () => {
    const notificationChannel = new InMemoryNotificationChannel();
    const backend = {
      name: 'SQLite',
      repository: jobs,
      notificationChannel,
      connect: async () => {},
      disconnect: async () => {},
    };
    const agenda = new Agenda({
      backend,
      name: 'test',
      processEvery: 100,
      defaultLockLifetime: 2_000, // Agenda keeps a timer for half of it after each job
      removeOnComplete: true,
    });
    const seen: unknown[] = [];
    agenda.define('say', async (one) => void seen.push(one.attrs.data));
    await agenda.start();
    await agenda.now('say', { n: 1 });
    await agenda.schedule(new Date(Date.now() + 150), 'say', { n: 2 });
    await eventually(() => expect(seen).toEqual([{ n: 1 }, { n: 2 }]));
    await eventually(async () => expect((await jobs.queryJobs()).total).toBe(0));
    await agenda.stop(false);
  });
});

describe('writes of one turn', () => {
  it('are one transaction, of which a mistake spoils only itself', async () => {
    const database = openSqlite(':memory:');
    database.exec('CREATE TABLE t (x INTEGER PRIMARY KEY)');
    const writes = new GroupCommit(database);
    const insert = (x: number) => writes.write(() => database.prepare('INSERT INTO t VALUES (?)').run(x));
    const ends = await Promise.allSettled([insert(1), insert(1), insert(2)]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(database.prepare('SELECT count(*) AS n FROM t').get()).toMatchObject({ n: 2 });
    database.close();
    await expect(insert(3)).rejects.toThrow();
  });

  it('never wait for another connection of the same process', async () => {
    const [one, two] = [openSqlite(path.join(folder, 'two.db')), openSqlite(path.join(folder, 'two.db'))];
    one.exec('CREATE TABLE t (x INTEGER)');
    const [a, b] = [new GroupCommit(one), new GroupCommit(two)];
    const begun = performance.now();
    await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        await (i % 2 ? a : b).write(() => (i % 2 ? one : two).exec('INSERT INTO t VALUES (1)'));
        one.exec('INSERT INTO t VALUES (2)');
      }),
    );
    expect(performance.now() - begun).toBeLessThan(3_000); // one wait would be five seconds
    expect(two.prepare('SELECT count(*) AS n FROM t').get()).toMatchObject({ n: 100 });
    one.close();
    two.close();
  });
});
