import { afterEach, describe, expect, test } from '@jest/globals';
import { PorticoFactory, Module, silentLog, Tool } from 'portico';
import { open, POST_HEADERS, send } from './support/raw-http.js';
import { initializeRequest } from './support/raw-session.js';
import { closeAll, serve } from './support/serve.js';
import { statelessMeta } from '../support/server-process.js';

afterEach(closeAll);

const page = 'https://app.example.org';
const cors = [page];

const preflight = (url: string | URL, origin: string, headers = 'content-type, mcp-session-id') =>
  send(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': headers,
    },
  });

const discover = {
  body: { jsonrpc: '2.0', id: 1, method: 'server/discover', params: { _meta: statelessMeta } },
  headers: {
    ...POST_HEADERS,
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'server/discover',
    origin: page,
  },
};
const initialize = { body: initializeRequest(), headers: { ...POST_HEADERS, origin: page } };

describe('without the option', () => {
  test('no page gets a permission, not even one that is let in', async () => {
    const { url } = await serve({ allowedOrigins: ['app.example.org'] });
    for (const response of [await preflight(url, page), await send(url, initialize)]) {
      expect(response.headers).not.toHaveProperty('access-control-allow-origin');
      expect(response.headers).not.toHaveProperty('vary');
    }
    expect((await preflight(url, page)).status).toBe(405);
  });
});

describe('a page that is named', () => {
  test('may send what clients send, and is told so before it sends', async () => {
    const { url } = await serve({ cors });
    const asked =
      'Content-Type, Authorization, Mcp-Method, Mcp-Name, Mcp-Param-Region, Last-Event-ID, X-Admin';
    const { status, headers, text } = await preflight(url, page, asked);
    expect([status, text]).toEqual([204, '']);
    expect(headers).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-allow-methods': 'POST, GET, DELETE',
      'access-control-allow-headers':
        'content-type, authorization, mcp-method, mcp-name, mcp-param-region, last-event-id',
      'access-control-max-age': '7200',
      vary: 'Origin',
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  test.each([
    ['a session', initialize],
    ['the stateless revision', discover],
    ['a refusal', { body: '{', headers: { ...POST_HEADERS, origin: page } }],
  ])('may read the answer of %s, and its session id', async (_, request) => {
    const { url } = await serve({ cors });
    const { headers } = await send(url, request);
    expect(headers).toMatchObject({ 'access-control-allow-origin': page, vary: 'Origin' });
    expect(headers['access-control-expose-headers']).toMatch(/^Mcp-Session-Id, .*WWW-Authenticate/);
  });

  test('may read the older transport', async () => {
    const { url } = await serve({ cors, legacySse: { stream: '/sse', messages: '/messages' } });
    const stream = await open(new URL('/sse', url), { method: 'GET', headers: { origin: page } });
    expect(stream.headers['access-control-allow-origin']).toBe(page);
    expect((await preflight(new URL('/messages', url), page)).status).toBe(204);
    stream.hangUp();
  });
});

test.each(['https://app.example.org:8443', 'http://app.example.org', 'https://evil.example.org', 'null'])(
  'the page %s is another one',
  async (origin) => {
    const { url } = await serve({ cors });
    const response = await preflight(url, origin);
    expect(response.status).toBe(403);
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
  },
);

test('who sends no origin is no page, and gets an answer that caches tell apart', async () => {
  const { url } = await serve({ cors });
  const { status, headers } = await send(url, { body: initializeRequest() });
  expect([status, headers.vary]).toEqual([200, 'Origin']);
  expect(headers).not.toHaveProperty('access-control-allow-origin');
});

@Module({ providers: [] })
class EmptyModule {
  @Tool('Nothing') nothing() {}
}

test('a web-standard host gives the same permission', async () => {
  const app = await PorticoFactory.create(EmptyModule, { name: 'cors', version: '1.0.0', log: silentLog });
  const handle = app.fetchHandler({ cors, sessions: true });
  for (const { body, headers } of [initialize, discover]) {
    const request = { method: 'POST', body: JSON.stringify(body), headers };
    const response = await handle(new Request('http://localhost/mcp', request));
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(page);
    await response.text();
  }
  const headers = { origin: page, 'access-control-request-method': 'POST' };
  const asked = await handle(new Request('http://localhost/mcp', { method: 'OPTIONS', headers }));
  expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, page]);
  await app.close();
});

test.each(['*', 'app.example.org', 'https://app.example.org/', 'https://APP.example.org'])(
  '%s is no origin',
  async (origin) => {
    const app = await PorticoFactory.create(EmptyModule, { name: 'cors', version: '1.0.0', log: silentLog });
    expect(() => app.nodeHandler({ cors: [origin] })).toThrow(
      expect.objectContaining({ code: 'PORTICO_LISTEN_OPTION', message: expect.stringContaining(origin) }),
    );
    await app.close();
  },
);
