import { afterEach, describe, expect, test } from '@jest/globals';
import type { FetchHandler, FetchHandlerOptions } from 'portico';
import { eventually } from '../support/eventually.js';
import { appClients } from './support/app-clients.js';
import { cancelled, createApp } from './support/app.fixture.js';
import { POST_HEADERS } from './support/raw-http.js';
import { callRequest, initializeRequest } from './support/raw-session.js';

const URL_OF_APP = 'http://localhost/mcp';
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function create(options?: FetchHandlerOptions): Promise<FetchHandler> {
  const { app } = await createApp();
  cleanUps.push(() => app.close());
  return app.fetchHandler(options);
}

/** Lets a client speak to the handler without any sockets in between. */
const fetchThrough = (handler: FetchHandler) =>
  ((input, init) => handler(new Request(input, init))) as typeof fetch;

function post(body: unknown, headers: Record<string, string> = {}, init: RequestInit = {}): Request {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request(URL_OF_APP, {
    method: 'POST',
    headers: { ...POST_HEADERS, ...headers },
    body: text,
    ...init,
  });
}

describe.each(appClients)('a handler of web requests, for the client of $name', (kind) => {
  test('without sessions serves calls and what is said during them', async () => {
    const client = await kind.connect(URL_OF_APP, fetchThrough(await create()));
    cleanUps.push(() => client.close());
    expect((await client.call('facts')).structuredContent).toEqual({
      transport: 'http',
      era: kind.era,
      hasSession: false,
      agent: 'tester',
    });
    expect(await client.text('work')).toBe('worked');
    expect(client.progress).toEqual([1, 2, 3]);
  });

  test('without sessions tells at once what cannot work', async () => {
    const client = await kind.connect(URL_OF_APP, fetchThrough(await create()));
    cleanUps.push(() => client.close());
    expect(await client.text('remember')).toBe('PORTICO_STATE_NO_SESSION');
    if (kind.era === 'stateless') return;
    expect(await client.text('ask')).toBe('PORTICO_CLIENT_CAPABILITY');
    expect(await client.text('askDirectly')).toBe('PORTICO_CANNOT_ASK');
  });

  test('with sessions serves everything', async () => {
    const client = await kind.connect(URL_OF_APP, fetchThrough(await create({ sessions: true })));
    cleanUps.push(() => client.close());
    expect(await client.text('work')).toBe('worked');
    expect(client.progress).toEqual([1, 2, 3]);
    expect(await client.text('ask')).toBe('true');
    if (kind.era !== 'session') return;
    expect(await client.text('remember')).toBe('1');
    expect(await client.text('remember')).toBe('2');
  });
});

describe('a handler of web requests', () => {
  test('answers with plain responses', async () => {
    const handler = await create({ sessions: { max: 1 } });
    const response = await handler(post(initializeRequest()));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    const id = response.headers.get('mcp-session-id')!;
    const notified = await handler(
      post({ jsonrpc: '2.0', method: 'notifications/initialized' }, { 'mcp-session-id': id }),
    );
    expect([notified.status, await notified.text()]).toEqual([202, '']);
    expect((await handler(post(initializeRequest()))).status).toBe(503);
    const ended = await handler(
      new Request(URL_OF_APP, { method: 'DELETE', headers: { 'mcp-session-id': id } }),
    );
    expect(ended.status).toBe(200);
  });

  test.each([false, true])('guards and limits as a server does (sessions: %s)', async (sessions) => {
    const handler = await create({ sessions, maxBodySize: 500 });
    const statuses = [
      await handler(post(initializeRequest(), { origin: 'https://evil.example.com' })),
      await handler(
        new Request('http://evil.example.com/mcp', { method: 'POST', headers: POST_HEADERS, body: '{}' }),
      ),
      await handler(post('x'.repeat(1_000))),
      await handler(post('{')),
      await handler(post(initializeRequest(), { 'content-type': 'text/plain' })),
      await handler(new Request(URL_OF_APP, { method: 'PUT' })),
    ].map(({ status }) => status);
    expect(statuses).toEqual([403, 403, 413, 400, 415, 405]);
    expect(
      (await handler(new Request(URL_OF_APP, { headers: { accept: 'text/event-stream' } }))).status,
    ).toBe(sessions ? 400 : 405);
  });

  test('accepts a name it is told of', async () => {
    const handler = await create({ allowedHosts: ['mcp.example.org'] });
    const request = new Request('https://mcp.example.org/mcp', {
      method: 'POST',
      headers: POST_HEADERS,
      body: JSON.stringify(initializeRequest()),
    });
    expect((await handler(request)).status).toBe(200);
  });

  test('frees the standalone stream of a client that goes', async () => {
    const handler = await create({ sessions: true });
    const id = (await handler(post(initializeRequest()))).headers.get('mcp-session-id')!;
    const listen = (signal?: AbortSignal) =>
      handler(
        new Request(URL_OF_APP, {
          headers: { accept: 'text/event-stream', 'mcp-session-id': id },
          ...(signal && { signal }),
        }),
      );
    const first = await listen();
    expect((await listen()).status).toBe(409);
    await first.body!.cancel();
    const going = new AbortController();
    expect((await listen(going.signal)).status).toBe(200);
    going.abort();
    expect((await listen()).status).toBe(200);
  });

  test('passes on that a client has hung up on a stateless request', async () => {
    const handler = await create();
    const meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const call = callRequest('cancellable');
    const body = { ...call, params: { name: 'cancellable', arguments: {}, _meta: meta } };
    const going = new AbortController();
    const headers = {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'cancellable',
    };
    const response = handler(post(body, headers, { signal: going.signal }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    going.abort();
    expect((await response).status).toBe(499);
    await eventually(() => expect(cancelled).toEqual([true]));
  });

  test('is 503 when the application is closed', async () => {
    const { app } = await createApp();
    const handler = app.fetchHandler();
    await app.close();
    expect((await handler(post(initializeRequest()))).status).toBe(503);
  });
});
