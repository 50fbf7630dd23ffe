import { randomUUID } from 'node:crypto';
import { setTimeout as pass } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PorticoFactory, type HttpOptions, type PorticoApp } from 'portico';
import { DeskModule } from '../cluster/desk.fixture.js';
import { openSession, send } from '../obligations/support/raw-http.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { redisUrl } from '../support/services.js';
import { OwnRedis } from './own-redis.js';

let own: OwnRedis;
let apps: PorticoApp[];
let urls: [URL, URL];
beforeEach(async () => {
  own = await OwnRedis.start();
  apps = [];
}, 30_000);
afterEach(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await own.remove();
});

/** Two processes, as far as they know; one of the things they share is in a Redis that goes away. */
async function two(away: 'state' | 'events', listen: HttpOptions = {}): Promise<void> {
  const options = {
    name: `outage ${randomUUID()}`,
    version: '1.0.0',
    log: new RecordedLog(),
    state: { store: away === 'state' ? own.url : redisUrl },
    events: { url: away === 'events' ? own.url : redisUrl },
  };
  const serve = async () => {
    const app = await PorticoFactory.create(DeskModule, options);
    apps.push(app);
    const { address } = await app.listen({ ...listen, transport: 'http', port: 0, signals: false });
    return new URL(address);
  };
  urls = [await serve(), await serve()];
}

type Headers = Readonly<Record<string, string>>;
let id = 100;
const ask = (url: URL, headers: Headers, method = 'ping', params: object = {}) =>
  send(url, 'POST', { jsonrpc: '2.0', id: id++, method, params }, headers);
const statusOf = async (url: URL, headers: Headers) => (await ask(url, headers)).status;
const messagesOf = async (url: URL, headers: Headers, level: string) => {
  const { messages } = await ask(url, headers, 'tools/call', { name: 'log', arguments: { level } });
  return messages.filter(({ method }) => method === 'notifications/message').length;
};

describe('while the store of sessions is away', () => {
  it('who has a session goes on, who has not says 503 and never 404, and nothing is reported as done', async () => {
    await two('state');
    const [a, b] = urls;
    const { headers } = await openSession(a, {});
    await own.down();
    await pass(100);
    expect(await statusOf(a, headers)).toBe(200);

    const begun = performance.now();
    expect(await statusOf(b, headers)).toBe(503);
    expect((await send(b, 'DELETE', undefined, headers)).status).toBe(503);
    expect((await send(b, 'GET', undefined, { ...headers, accept: 'text/event-stream' })).status).toBe(503);
    expect((await send(a, 'DELETE', undefined, headers)).status).toBe(503);
    const opening = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'late', version: '1.0.0' },
      },
    };
    const opened = await send(a, 'POST', opening);
    expect(opened.status === 200 && opened.messages[0]?.result !== undefined).toBe(false);
    expect(opened.headers['mcp-session-id']).toBeUndefined(); // there is no session to come back to
    const level = await ask(a, headers, 'logging/setLevel', { level: 'error' });
    expect(level.messages.at(-1)?.result).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(7_000);

    await own.up();
    await eventually(async () => expect(await statusOf(b, headers)).toBe(200), 15_000);
    expect(await statusOf(a, headers)).toBe(200);
    expect(await messagesOf(b, headers, 'info')).toBe(1); // the level was not changed
    expect((await send(b, 'DELETE', undefined, headers)).status).toBe(200);
    await eventually(async () => expect(await statusOf(a, headers)).toBe(404), 5_000);
  }, 60_000);
});

describe('when the line between processes was away', () => {
  it('what a client changed meanwhile, and that it ended a session, is caught up with', async () => {
    await two('events');
    const [a, b] = urls;
    const changed = (await openSession(a, {})).headers;
    const ended = (await openSession(a, {})).headers;
    for (const headers of [changed, ended]) expect(await statusOf(b, headers)).toBe(200);
    expect(await messagesOf(b, changed, 'info')).toBe(1);

    await own.down();
    await pass(100);
    const level = await ask(a, changed, 'logging/setLevel', { level: 'error' });
    expect(level.messages.at(-1)?.result).toEqual({});
    expect((await send(a, 'DELETE', undefined, ended)).status).toBe(200);
    expect(await messagesOf(a, changed, 'info')).toBe(0);
    await own.up();

    await eventually(async () => {
      expect(await messagesOf(b, changed, 'info')).toBe(0);
      expect(await statusOf(b, ended)).toBe(404);
    }, 15_000);
    expect(await messagesOf(b, changed, 'error')).toBe(1);
  }, 60_000);
});

describe('a session that is shared and not used', () => {
  it('ends everywhere, but not while any process uses it', async () => {
    await two('events', { sessions: { idle: 1_500 } });
    const [a, b] = urls;
    const { headers } = await openSession(a, {});
    for (let i = 0; i < 12; i++) {
      expect(await statusOf(b, headers)).toBe(200);
      await pass(300);
    }
    // This process had given it up meanwhile, and takes it up again.
    expect(await statusOf(a, headers)).toBe(200);
    await pass(5_000);
    expect(await statusOf(a, headers)).toBe(404);
    expect(await statusOf(b, headers)).toBe(404);
  }, 60_000);
});
