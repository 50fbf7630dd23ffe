import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { PorticoFactory } from 'portico';
import type { EventBus } from '../../src/events/event-bus.js';
import { eventChannel, openEventBus } from '../../src/events/open-event-bus.js';
import { NewsModule } from '../events/news.fixture.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { RecordedLog } from '../support/recorded-log.js';
import { postgresUrl } from '../support/services.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A Redis of this test alone. */
async function startRedis(port: number): Promise<ChildProcess> {
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '']);
  open.push({ close: () => child.kill('SIGKILL') });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await eventually(() => expect(output).toMatch(/Ready to accept connections/i));
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function join(url: string, channel: string) {
  const log = new RecordedLog();
  const bus: EventBus = await openEventBus(url, channel, log);
  open.push(bus);
  const heard: string[] = [];
  bus.listen({ hear: (text) => heard.push(text), missed: () => heard.push('missed') });
  return { bus, heard, log };
}

/** Sends until the others hear, since nobody knows when a server is back. */
async function flows(from: EventBus, to: readonly string[]): Promise<void> {
  await eventually(async () => {
    await from.send('again');
    await setTimeout(50);
    expect(to).toContain('again');
  }, 15_000);
}

describe('Redis', () => {
  it('events flow again when it was stopped and started', async () => {
    const port = await freePort();
    const redis = await startRedis(port);
    const [one, two] = [
      await join(`redis://127.0.0.1:${port}`, 'c'),
      await join(`redis://127.0.0.1:${port}`, 'c'),
    ];
    void one.bus.send('before');
    await eventually(() => expect(two.heard).toEqual(['before']));
    await stop(redis);
    for (let i = 0; i < 5; i++) {
      await one.bus.send('lost');
      await setTimeout(200);
    }
    await startRedis(port);
    await flows(one.bus, two.heard);
    expect(two.heard.slice(0, 2)).toEqual(['before', 'missed']);
    for (const { log } of [one, two]) {
      expect(log.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
      expect(log.lines.filter((line) => line.startsWith('info'))).toHaveLength(1);
    }
  });

  it('an application starts while it is away, and joins when it comes', async () => {
    const port = await freePort();
    const log = new RecordedLog();
    const events = { url: `redis://127.0.0.1:${port}`, namespace: 'c' };
    const began = Date.now();
    const app = await PorticoFactory.create(NewsModule, { name: 'news', version: '1.0.0', log, events });
    open.push(app);
    expect(Date.now() - began).toBeLessThan(3_000);
    expect(log.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
    await startRedis(port);
    await eventually(() => expect(log.text).toMatch(/Redis carries events again/), 10_000);
  });
});

describe('PostgreSQL', () => {
  it('events flow again when its connections were cut', async () => {
    const channel = `c${Date.now()}`;
    const [one, two] = [await join(postgresUrl, channel), await join(postgresUrl, channel)];
    void one.bus.send('before');
    await eventually(() => expect(two.heard).toEqual(['before']));
    const client = new pg.Client(postgresUrl);
    await client.connect();
    open.push({ close: () => client.end() });
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = $1`,
      [`LISTEN "${eventChannel(channel)}"`],
    );
    expect(rowCount).toBe(2);
    await eventually(() => expect(two.heard).toEqual(['before', 'missed']), 10_000);
    await eventually(() => expect(one.heard).toEqual(['missed']), 10_000);
    await flows(one.bus, two.heard);
    expect(two.log.lines.map((line) => line.split(' ')[0])).toEqual(['warn', 'info']);
  });

  it('says whether it is there', async () => {
    const { bus } = await join(postgresUrl, `check ${Date.now()}`);
    await expect(bus.check()).resolves.toBeUndefined();
  });

  it('a start does not wait for a database that is away', async () => {
    const port = await freePort();
    const { log, bus } = await join(`postgres://postgres@127.0.0.1:${port}/postgres`, 'c');
    await setTimeout(500);
    await expect(bus.send('lost')).resolves.toBeUndefined();
    await expect(bus.check()).rejects.toThrow();
    expect(log.lines).toEqual([expect.stringMatching(/^warn PostgreSQL carries no events.*ECONNREFUSED/)]);
  });
});
