import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { initializeRequest, useHttp, type HttpServer } from '../support/http-server.js';
import { HttpModule, HttpTools } from './http.fixture.js';

const serve = useHttp(HttpModule);

const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
const session = (id: string) => ({ 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' });

async function status({ post }: HttpServer, id: string): Promise<number> {
  const response = await post(list, session(id));
  await response.text();
  return response.status;
}

function listen({ url }: HttpServer, id: string): Promise<Response> {
  return fetch(url, { headers: { ...session(id), accept: 'text/event-stream' } });
}

describe('a session', () => {
  test('opens with a handshake, under an id that cannot be guessed', async () => {
    const server = await serve();
    const ids = [await server.initialize(), await server.initialize()];
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids[0]).not.toBe(ids[1]);
    expect(await status(server, ids[0]!)).toBe(200);
  });

  test('is needed: a request without its header is refused', async () => {
    const { url, post } = await serve();
    const answers = [
      post(list),
      fetch(url),
      fetch(url, { method: 'DELETE' }),
      post({ jsonrpc: '2.0', method: 'notifications/initialized' }),
    ];
    for (const response of await Promise.all(answers)) {
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error: { message: expect.stringContaining('Mcp-Session-Id') },
      });
    }
  });

  test('that is not known is answered with 404, so that clients open another', async () => {
    const server = await serve();
    const { url, post } = server;
    for (const id of ['unknown', '00000000-0000-4000-8000-000000000000']) {
      expect(await status(server, id)).toBe(404);
      expect((await listen(server, id)).status).toBe(404);
      expect((await fetch(url, { method: 'DELETE', headers: session(id) })).status).toBe(404);
      expect((await post(initializeRequest, session(id))).status).toBe(404);
    }
  });

  test('ends by DELETE: what is open ends, what comes later is refused', async () => {
    const server = await serve();
    const [id, other] = [await server.initialize(), await server.initialize()];
    const stream = await listen(server, id);
    expect(stream.status).toBe(200);
    const deleted = await fetch(server.url, { method: 'DELETE', headers: session(id) });
    expect(deleted.ok).toBe(true);
    await stream.text();
    expect(await status(server, id)).toBe(404);
    expect(await status(server, other)).toBe(200);
  });

  test('accepts notifications without an answer', async () => {
    const server = await serve();
    const id = await server.initialize();
    const response = await server.post({ jsonrpc: '2.0', method: 'notifications/initialized' }, session(id));
    expect(response.status).toBe(202);
    expect(await response.text()).toBe('');
  });

  test('answers unknown methods in band', async () => {
    const server = await serve();
    const id = await server.initialize();
    const response = await server.post({ jsonrpc: '2.0', id: 3, method: 'foo/bar' }, session(id));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('-32601');
  });

  test('speaks no revision it does not know', async () => {
    const server = await serve();
    const id = await server.initialize();
    const response = await server.post(list, { ...session(id), 'mcp-protocol-version': '1999-01-01' });
    expect(response.status).toBe(400);
  });

  test('is negotiated: an older revision is spoken, an unknown one is answered with a known one', async () => {
    const { post } = await serve();
    for (const [asked, answered] of [
      ['2025-06-18', '2025-06-18'],
      ['2025-03-26', '2025-03-26'],
      ['2024-11-05', '2024-11-05'],
      ['2024-10-07', '2024-10-07'],
      ['1999-01-01', '2025-11-25'],
    ]) {
      const params = { ...initializeRequest.params, protocolVersion: asked };
      const text = await (await post({ ...initializeRequest, params })).text();
      expect(text).toContain(`"protocolVersion":"${answered}"`);
    }
  });
});

describe('the number and the age of sessions', () => {
  test('over the limit no session is opened, and the open ones go on', async () => {
    const server = await serve({ sessions: { max: 2 } });
    const [first, second] = [await server.initialize(), await server.initialize()];
    const refused = await server.post(initializeRequest);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({
      error: { message: expect.stringContaining('limit of sessions') },
    });
    expect(await status(server, first)).toBe(200);
    await fetch(server.url, { method: 'DELETE', headers: session(second) });
    expect(await server.initialize()).toMatch(/^\S{36}$/);
  });

  test('a handshake that fails takes no place', async () => {
    const server = await serve({ sessions: { max: 1 } });
    for (const headers of [{ accept: 'application/json' }, { 'content-type': 'text/plain' }]) {
      const response = await server.post(initializeRequest, headers);
      expect(response.status).toBeGreaterThanOrEqual(400);
      await response.text();
    }
    expect(await server.initialize()).toMatch(/^\S{36}$/);
  });

  test('stateless requests need no place', async () => {
    const server = await serve({ sessions: { max: 1 } });
    await server.initialize();
    expect((await server.postStateless('tools/list')).status).toBe(200);
  });

  test('an unused session is closed after its time; one with an open stream is in use', async () => {
    const server = await serve({ sessions: { idle: 300 } });
    const [unused, used] = [await server.initialize(), await server.initialize()];
    const stream = await listen(server, used);
    await setTimeout(1_000);
    expect(await status(server, unused)).toBe(404);
    expect(await status(server, used)).toBe(200);
    await stream.body!.cancel();
  });

  test('a session in whose call a client waits is in use', async () => {
    const server = await serve({ sessions: { idle: 200 } });
    const id = await server.initialize();
    const started = HttpTools.started;
    const abort = new AbortController();
    const call = fetch(server.url, {
      method: 'POST',
      headers: {
        ...session(id),
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 9,
        method: 'tools/call',
        params: { name: 'endless', arguments: {} },
      }),
      signal: abort.signal,
    });
    await eventually(() => expect(HttpTools.started).toBe(started + 1));
    await setTimeout(600);
    expect(await status(server, id)).toBe(200);
    abort.abort();
    await (await call.catch(() => undefined))?.text().catch(() => undefined);
  });
});
