import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from '@redis/client';
import { connect, createServer, type Server } from 'node:net';
import pg from 'pg';
import { Jobs, PorticoFactory, silentLog, type PorticoApp, type Role } from 'portico';
import { openPostgresStorage } from '../../../src/jobs/postgres/open-postgres-storage.js';
import { eventually } from '../../support/eventually.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { LoudJob, seen, UrgentWorkJob, WorkJob, WorkModule } from '../../regression/agenda.fixture.js';
import { ownPlace } from './own-place.js';

const place = ownPlace();
const apps: PorticoApp[] = [];
let log: RecordedLog;
let count = 0;
beforeEach(() => {
  log = new RecordedLog();
  Object.assign(seen, { runs: [], running: 0, most: 0 });
});
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});
afterAll(() => place.remove());

async function start(url: string, prefix: string, role: Role = 'both', concurrency = 10): Promise<Jobs> {
  const app = await PorticoFactory.create(WorkModule, {
    name: 'test',
    version: '1.0.0',
    log,
    role,
    jobs: { url, prefix, lease: 2_000, drain: 50, concurrency },
    interaction: { keys: ['k'.repeat(40)] },
  });
  apps.push(app);
  if (role !== 'server') await app.work({ signals: false });
  return app.get(Jobs);
}

/** A database of Redis that nobody else uses, so that its connections can be told from those of others. */
const redisDatabase = 11;
const servers = [
  ['PostgreSQL', async () => place.postgres()],
  ['Redis', async () => `${(await place.redis()).replace(/\/\d*$/, '')}/${redisDatabase}`],
] as const;

/** Breaks every connection to the place. */
async function breakConnections(name: string, url: string): Promise<number> {
  if (name === 'PostgreSQL') {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rowCount } = await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await client.end();
    return rowCount ?? 0;
  }
  const client = createClient({ url: await place.redis() });
  await client.connect();
  const connections = (await client.clientList()).filter(({ db }) => db === redisDatabase);
  for (const { id } of connections) await client.sendCommand(['CLIENT', 'KILL', 'ID', String(id)]);
  client.destroy();
  return connections.length;
}

describe.each(servers)('Agenda on %s', (name, url) => {
  const next = () => `${name === 'Redis' ? place.prefix : 'a'}_${name.toLowerCase()}_${++count}`;

  it('survives broken connections, and goes on', async () => {
    const prefix = next();
    const jobs = await start(await url(), prefix);
    await jobs.wait(await jobs.enqueue(WorkJob, { name: 'before', ms: 0 }), { timeout: '20s' });
    const running = await jobs.enqueue(WorkJob, { name: 'during', ms: 800 });
    await eventually(() => expect(seen.runs).toContain('during'));
    expect(await breakConnections(name, await url())).toBeGreaterThan(1);
    const after = await eventually(() => jobs.enqueue(WorkJob, { name: 'after', ms: 0 }), 10_000);
    expect((await eventually(() => jobs.wait(after, { timeout: '20s' }), 10_000)).status).toBe('completed');
    expect((await jobs.wait(running, { timeout: '20s' })).status).toBe('completed');
    await eventually(async () => {
      const begun = performance.now(); // hints work again: faster than a look
      await jobs.wait(await jobs.enqueue(WorkJob, { name: 'quick', ms: 0 }), { timeout: '20s' });
      expect(performance.now() - begun).toBeLessThan(300);
    }, 15_000);
  });

  it('is set up by several processes at once on an empty place', async () => {
    const prefix = next();
    const all = await Promise.all([1, 2, 3, 4].map(async () => start(await url(), prefix)));
    const ids = await Promise.all(all.map((jobs, i) => jobs.enqueue(WorkJob, { name: `s${i}`, ms: 0 })));
    for (const id of ids) expect((await all[0]!.wait(id, { timeout: '20s' })).status).toBe('completed');
    expect(seen.runs).toHaveLength(4);
  });

  it('keeps one of many that are unique, queued by two processes at once', async () => {
    const prefix = next();
    const [one, two] = await Promise.all([1, 2].map(async () => start(await url(), prefix, 'server')));
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 ? one! : two!).enqueue(WorkJob, { name: 'only', ms: 0 }, { unique: 'x' }),
      ),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await one!.status('not-a-uuid')).toBeUndefined();
    await start(await url(), prefix);
    await one!.wait(ids[0]!, { timeout: '20s' });
    expect(seen.runs).toEqual(['only']);
  });

  it('tells another process of an error however long it is, and of its end when it is stored', async () => {
    const prefix = next();
    await start(await url(), prefix);
    const client = await start(await url(), prefix, 'server');
    const begun = performance.now();
    const ended = await client.wait(await client.enqueue(LoudJob, { name: 'x', ms: 20_000 }), {
      timeout: '20s',
    });
    expect(performance.now() - begun).toBeLessThan(1_500);
    expect(ended.error?.message).toHaveLength(20_005);
    const ids = await Promise.all(
      Array.from({ length: 30 }, (_, i) => client.enqueue(WorkJob, { name: `e${i}`, ms: 0 })),
    );
    const all = await Promise.all(ids.map((id) => client.wait(id, { timeout: '20s' })));
    expect(all.map(({ result }) => result)).toEqual(ids.map((_, i) => `e${i}`));
  });

  it('takes what is urgent first', async () => {
    const prefix = next();
    const client = await start(await url(), prefix, 'server');
    const ids: string[] = [];
    for (const [i, job] of [WorkJob, WorkJob, UrgentWorkJob, WorkJob, UrgentWorkJob].entries())
      ids.push(await client.enqueue(job, { name: `${job === WorkJob ? 'common' : 'urgent'} ${i}`, ms: 0 }));
    await start(await url(), prefix, 'worker', 1);
    for (const id of ids) await client.wait(id, { timeout: '20s' });
    expect(seen.runs).toEqual(['urgent 2', 'urgent 4', 'common 0', 'common 1', 'common 3']);
  });

  it('keeps nothing in the queue of what has ended', async () => {
    const prefix = next();
    const jobs = await start(await url(), prefix);
    const ids = await Promise.all(
      Array.from({ length: 30 }, () => jobs.enqueue(WorkJob, { name: 'gone', ms: 0 })),
    );
    await Promise.all(ids.map((id) => jobs.wait(id, { timeout: '20s' })));
    const { engine } = (apps[0] as unknown as { parts: { jobs: { engine: Promise<object> } } }).parts.jobs;
    const { queue } = (await engine) as {
      queue: { repository: { queryJobs(): Promise<{ total: number }> } };
    };
    await eventually(async () => expect((await queue.repository.queryJobs()).total).toBe(0));
  });
});

it('waits for a PostgreSQL that comes up later', async () => {
  const target = new URL(await place.postgres());
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  const through = new URL(target);
  through.host = `127.0.0.1:${port}`;
  let proxy: Server | undefined;
  setTimeout(() => {
    proxy = createServer((socket) => {
      const upstream = connect(Number(target.port || 5432), target.hostname);
      socket.pipe(upstream).pipe(socket);
      for (const end of [socket, upstream]) end.on('error', () => end.destroy());
      socket.on('close', () => upstream.destroy());
    }).listen(port, '127.0.0.1');
  }, 700);
  const jobs = await start(through.href, 'later');
  expect(
    (await jobs.wait(await jobs.enqueue(WorkJob, { name: 'x', ms: 0 }), { timeout: '20s' })).status,
  ).toBe('completed');
  expect(log.text).toContain('trying again');
  await apps.pop()!.close();
  proxy!.close();
});

it('leaves no connection open', async () => {
  const url = await place.postgres();
  const storage = await openPostgresStorage(url, 'closing', silentLog);
  await storage.queue();
  await storage.close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await eventually(async () => {
    const { rows } = await client.query<{ n: string }>(
      'SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    expect(rows[0]!.n).toBe('0');
  });
  await client.end();
});
