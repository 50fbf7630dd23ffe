import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Jobs, PorticoFactory } from 'portico';
import { GroupCommit } from '../../src/jobs/sqlite/group-commit.js';
import { openSqlite, type SqliteDatabase } from '../../src/storage/sqlite.js';
import { RecordedLog } from '../support/recorded-log.js';
import { holdFile } from './hold-file.js';
import { CommonJob, diary, JobsModule } from './jobs.fixture.js';

let folder: string;
let file: string;
const databases: SqliteDatabase[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'portico-locking-'));
  file = path.join(folder, 'jobs.db');
  diary.clear();
});
afterEach(() => {
  for (const database of databases.splice(0)) database.close();
  rmSync(folder, { recursive: true });
});

function open(): SqliteDatabase {
  const database = openSqlite(file);
  databases.push(database);
  return database;
}

/** The longest time for which nothing else was done, in ms, until a promise settles. */
async function longestPause(work: Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 5);
  await work.finally(() => clearInterval(timer));
  return longest;
}

describe('a file another process writes to', () => {
  it('is opened when the other is done, even where it is new and still has to be changed over', async () => {
    const { ended } = await holdFile(file, 400);
    const mode = open().prepare('PRAGMA journal_mode').get();
    expect(mode).toMatchObject({ journal_mode: 'wal' });
    await ended;
  });

  it('is written to when the other is done, and everything else goes on meanwhile', async () => {
    const database = open();
    database.exec('CREATE TABLE t (n INTEGER); PRAGMA busy_timeout = 50');
    const writes = new GroupCommit(database);
    const insert = database.prepare('INSERT INTO t VALUES (?)');
    const { ended } = await holdFile(file, 2_500);
    const all = Promise.all(Array.from({ length: 20 }, (_, n) => writes.write(() => insert.run(n))));
    expect(await longestPause(all)).toBeLessThan(1_000);
    await ended;
    expect(database.prepare('SELECT count(*) AS n FROM t').get()).toMatchObject({ n: 20 });
  });

  it('lets jobs be queued and done when the other is done, and nobody sees an error', async () => {
    const log = new RecordedLog();
    const options = { name: 'test', version: '1.0.0', log, jobs: { url: `sqlite:${file}` } };
    const app = await PorticoFactory.create(JobsModule, options);
    await app.work({ signals: false });
    const jobs = app.get(Jobs);
    await jobs.wait(await jobs.enqueue(CommonJob), { timeout: '10s' });
    const { ended } = await holdFile(file, 2_000);
    const ids = await Promise.all(Array.from({ length: 10 }, () => jobs.enqueue(CommonJob)));
    await ended;
    for (const id of ids) expect((await jobs.wait(id, { timeout: '10s' })).status).toBe('completed');
    expect(diary.lines).toHaveLength(11);
    expect(log.text).not.toContain('locked');
    await app.close();
  });
});

describe('writes that are committed together', () => {
  it('are kept without the one that throws, of which nothing is left', async () => {
    const database = open();
    database.exec('CREATE TABLE t (n INTEGER PRIMARY KEY)');
    const writes = new GroupCommit(database);
    const insert = (n: number) => void database.prepare('INSERT INTO t VALUES (?)').run(n);
    const results = await Promise.allSettled([
      writes.write(() => insert(1)),
      writes.write(() => {
        insert(2);
        insert(1);
      }),
      writes.write(() => insert(3)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(database.prepare('SELECT n FROM t ORDER BY n').all()).toMatchObject([{ n: 1 }, { n: 3 }]);
  });

  it('are done before the file is closed', async () => {
    const database = openSqlite(file);
    database.exec('CREATE TABLE t (n INTEGER)');
    const writes = new GroupCommit(database);
    const written = writes.write(() => database.prepare('INSERT INTO t VALUES (1)').run());
    writes.close();
    database.close();
    expect(await written).toMatchObject({ changes: 1 });
  });
});
