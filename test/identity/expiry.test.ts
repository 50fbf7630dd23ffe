import { get, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PorticoFactory, silentLog, type Credentials, type PorticoApp } from 'portico';
import { openSession, send, standardHeaders } from '../obligations/support/raw-http.js';
import { envelope } from '../obligations/support/raw-line.js';
import { serve } from '../obligations/support/serve.js';
import { CallerModule } from './callers.fixture.js';

/** Tokens that say until when they hold, in ms since the epoch. */
const verify = ({ token }: Credentials) =>
  token === undefined ? undefined : { subject: 'ada', expiresAt: Number(token) };
const served = serve(CallerModule, { auth: { verify } }, { legacySse: true });

const until = (ms: number) => ({ authorization: `Bearer ${Date.now() + ms}` });

/** Waits until a stream has begun, then until it is over. @returns what came, and how long it was open, in ms */
async function lifeOf(response: IncomingMessage): Promise<number> {
  const begun = performance.now();
  response.resume();
  response.on('error', () => undefined);
  await new Promise((resolve) => response.once('close', resolve)); // broken off, which is an error too
  return performance.now() - begun;
}

it('a session outlives a token, and a token that has run out opens it no more', async () => {
  const session = await openSession(served.url, {}, until(60_000));
  const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const as = (headers: Record<string, string>) =>
    send(served.url, 'POST', list, { ...session.headers, ...headers });
  expect((await as(until(60_000))).status).toBe(200);
  const { status, headers } = await as(until(-1));
  expect(status).toBe(401);
  expect(headers['www-authenticate']).toContain('The token has expired');
  expect((await as(until(60_000))).status).toBe(200);
});

describe('a stream ends with the token it was opened with', () => {
  it('that of a session', async () => {
    const session = await openSession(served.url, {}, until(60_000));
    const headers = { accept: 'text/event-stream', ...session.headers, ...until(700) };
    const [response] = (await once(get(served.url, { headers }), 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    expect(await lifeOf(response)).toBeLessThan(10_000);
  });

  it('that of the older transport', async () => {
    const headers = { accept: 'text/event-stream', ...until(700) };
    const [response] = (await once(get(new URL('/sse', served.url), { headers }), 'response')) as [
      IncomingMessage,
    ];
    expect(response.statusCode).toBe(200);
    expect(await lifeOf(response)).toBeLessThan(10_000);
  });

  const listen = { notifications: { toolsListChanged: true } };
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'subscriptions/listen',
    params: { ...listen, _meta: envelope() },
  });
  const listening = () => ({
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...standardHeaders('subscriptions/listen', {}),
    ...until(700),
  });

  it('that of changes without a session', async () => {
    const outgoing = request(served.url, { method: 'POST', headers: listening() });
    outgoing.end(body);
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    expect(await lifeOf(response)).toBeLessThan(10_000);
  });

  it('that of changes without a session, in a host of web-standard requests', async () => {
    const handle = served.app.fetchHandler();
    const response = await handle(
      new Request('http://localhost/mcp', { method: 'POST', headers: listening(), body }),
    );
    expect(response.status).toBe(200);
    const begun = performance.now();
    await expect(response.text()).rejects.toThrow('given up');
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

describe('mounted in a server of one’s own', () => {
  let app: PorticoApp;
  let base: string;
  const server = createServer();
  beforeAll(async () => {
    app = await PorticoFactory.create(CallerModule, {
      name: 'test',
      version: '1.0.0',
      log: silentLog,
      auth: {
        verify,
        resource: 'https://orders.example.org/mcp',
        authorizationServers: ['https://login.example.org'],
      },
    });
    server.on('request', app.nodeHandler());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await app.close();
    server.close();
  });

  const handlers = {
    node: async (path: string, init: RequestInit) => fetch(base + path, init),
    web: async (path: string, init: RequestInit) =>
      app.fetchHandler()(new Request(`http://localhost${path}`, init)),
  };

  it.each(Object.entries(handlers))('A1: %s: who brings nothing is told where to look', async (_, handle) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const denied = await handle('/mcp', { method: 'POST', headers, body: '{}' });
    expect(denied.status).toBe(401);
    expect(denied.headers.get('www-authenticate')).toContain('/.well-known/oauth-protected-resource/mcp"');
    await denied.text();
    for (const path of ['', '/mcp']) {
      const described = await handle(`/.well-known/oauth-protected-resource${path}`, {});
      expect(await described.json()).toMatchObject({ authorization_servers: ['https://login.example.org'] });
    }
  });
});
