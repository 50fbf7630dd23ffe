import { afterEach, describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { createServer } from 'node:net';
import { Jobs, PorticoFactory, type PorticoApp } from 'portico';
import { PostgresSignals } from '../../src/jobs/postgres/postgres-signals.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { WorkJob, WorkModule } from './agenda.fixture.js';

const apps: PorticoApp[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

async function create(jobs: object, log = new RecordedLog(), keys = ['k'.repeat(40)]): Promise<PorticoApp> {
  const app = await PorticoFactory.create(WorkModule, {
    name: 'test',
    version: '1.0.0',
    log,
    jobs,
    interaction: { keys },
  });
  apps.push(app);
  return app;
}

/** A port at which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.each(['postgres', 'redis', 'mongodb'])('a %s that is down at the start', (scheme) => {
  it('is waited for, then told as an error; nothing else happens to the process', async () => {
    const log = new RecordedLog();
    const url = `${scheme}://secret:word@127.0.0.1:${await closedPort()}/x`;
    const app = await create(
      { url, connectTime: 2_500, ...(scheme === 'mongodb' && { store: 'memory:' }) },
      log,
    );
    const jobs = app.get(Jobs);
    const refused = { code: 'PORTICO_JOBS_UNREACHABLE', message: expect.not.stringContaining('word') };
    await expect(app.work({ signals: false })).rejects.toMatchObject(refused);
    await expect(jobs.enqueue(WorkJob, { name: 'x', ms: 0 })).rejects.toMatchObject(refused);
    expect(log.text).toContain('trying again');
    expect(log.text).not.toContain('word');
  });
});

describe('a connection for hints that is lost', () => {
  it('is opened again after pauses that grow, with one line each', async () => {
    const log = new RecordedLog();
    const attempts: number[] = [];
    let client: EventEmitter | undefined;
    const pool = {
      connect: () => {
        attempts.push(performance.now());
        if (attempts.length > 1) return Promise.reject(new Error('down'));
        client = Object.assign(new EventEmitter(), { query: () => Promise.resolve(), release: () => {} });
        return Promise.resolve(client);
      },
    };
    const signals = new PostgresSignals(pool as never, 'channel', log);
    await signals.open();
    client!.emit('error', new Error('gone'));
    client!.emit('end');
    await eventually(() => expect(attempts.length).toBeGreaterThanOrEqual(5));
    await signals.close();
    const pauses = attempts.slice(1).map((time, i) => time - attempts[i]!);
    expect(pauses[3]!).toBeGreaterThan(pauses[0]! * 3);
    expect(log.lines).toHaveLength(attempts.length);
  });
});

describe('where jobs cannot be kept', () => {
  it('a server needs a key that other processes can share', async () => {
    const app = await create({ url: 'redis://127.0.0.1:6379' }, new RecordedLog(), []);
    await expect(app.work({ signals: false })).rejects.toMatchObject({ code: 'PORTICO_JOBS_KEY' });
  });

  it.each([
    ['a file that cannot be', { url: `sqlite:${import.meta.filename}/jobs.db` }, 'PORTICO_JOBS_FILE'],
    ['an unknown kind of place', { url: 'ftp://somewhere' }, 'PORTICO_STORAGE_URL'],
    ['MongoDB without a store', { url: 'mongodb://127.0.0.1/x' }, 'PORTICO_JOBS_STORE'],
    ['a store without MongoDB', { url: 'memory:', store: 'redis://127.0.0.1' }, 'PORTICO_JOBS_STORE'],
  ])('%s is told', async (_what, jobs, code) => {
    const app = await create(jobs);
    await expect(app.work({ signals: false })).rejects.toMatchObject({ code });
    await expect(app.get(Jobs).status('x')).rejects.toMatchObject({ code });
  });

  it('options that cannot be used are told before anything starts', async () => {
    for (const jobs of [{ prefix: 'A b' }, { concurrency: 0 }, { attempts: 1.5 }])
      await expect(create(jobs)).rejects.toMatchObject({ problems: [{ code: 'PORTICO_JOBS_OPTION' }] });
    await expect(create({ lease: 'soon' })).rejects.toMatchObject({
      problems: [{ code: 'PORTICO_DURATION' }],
    });
  });
});
