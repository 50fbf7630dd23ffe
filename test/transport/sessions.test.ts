import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { POST_HEADERS, send } from './support/raw-http.js';
import { callRequest, initializeRequest, RawSession, textIn } from './support/raw-session.js';
import { closeAll, serve, serveWithPrincipals } from './support/serve.js';

afterEach(closeAll);

const ping = { jsonrpc: '2.0', id: 'ping', method: 'ping' };

describe('a session', () => {
  test('opens with the handshake, whose answer names it', async () => {
    const { url } = await serve();
    const response = await send(url, { body: initializeRequest() });
    expect(response.status).toBe(200);
    expect(response.headers['mcp-session-id']).toMatch(/^[\x21-\x7e]{32,}$/);
    expect(response.json).toMatchObject({ result: { protocolVersion: '2025-11-25' } });
  });

  test('is named in every later answer', async () => {
    const { url } = await serve();
    const session = await RawSession.open(url);
    const response = await session.call('echo', { text: 'hi' });
    expect(response.headers['mcp-session-id']).toBe(session.id);
    expect(textIn(response)).toBe('hi');
  });

  test('is required: 400 without its id, 404 for an id that does not exist', async () => {
    const { url } = await serve();
    const without = await send(url, { body: ping });
    expect([without.status, without.json]).toEqual([
      400,
      {
        jsonrpc: '2.0',
        error: { code: -32_000, message: 'Bad Request: Mcp-Session-Id header is required' },
        id: null,
      },
    ]);
    const unknown = await send(url, {
      headers: { ...POST_HEADERS, 'mcp-session-id': 'made-up' },
      body: ping,
    });
    expect([unknown.status, unknown.json]).toMatchObject([404, { error: { code: -32_001 } }]);
  });

  test('ends with DELETE; from then on it does not exist', async () => {
    const served = await serve();
    const session = await RawSession.open(served.url);
    expect((await session.end()).status).toBe(200);
    expect((await session.post(ping)).status).toBe(404);
    expect((await session.listen()).status).toBe(404);
    expect((await session.end()).status).toBe(404);
    expect(served.observed.servers.size).toBe(0);
    expect(served.observed.ended).toEqual([session.id]);
  });

  test('tells what was in progress when it ends', async () => {
    const served = await serve();
    const session = await RawSession.open(served.url);
    const waiting = session.post(callRequest('wait', { gate: 'plain' }, 7));
    const streaming = await session.postOpen(callRequest('wait', { gate: 'stream', before: 1 }, 8));
    const listening = await session.listen();
    await served.gate('plain').reached;
    await session.end();
    const ended = { code: -32_000, message: 'The session was ended before the request was answered' };
    const answer = await waiting;
    expect([answer.status, answer.json]).toEqual([404, { jsonrpc: '2.0', id: 7, error: ended }]);
    await Promise.all([streaming.ended, listening.ended]);
    expect(streaming.messages.at(-1)).toEqual({ jsonrpc: '2.0', id: 8, error: ended });
    expect(served.observed.aborted.sort()).toEqual(['plain', 'stream']);
  });

  test('is initialized once, alone, and not in a batch', async () => {
    const { url } = await serve();
    const session = await RawSession.open(url, '2025-03-26');
    const again = await session.post(initializeRequest());
    expect([again.status, again.json]).toMatchObject([400, { error: { code: -32_600 } }]);
    const batched = await send(url, { body: [initializeRequest('2025-03-26'), ping] });
    expect([batched.status, batched.json]).toMatchObject([400, { error: { code: -32_600 } }]);
  });

  test('is not opened by a handshake that fails', async () => {
    const served = await serve();
    const response = await send(served.url, {
      body: { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: 3 } },
    });
    expect(response.status).toBe(200);
    expect(response.json).toMatchObject({ id: 1, error: { code: expect.any(Number) } });
    expect(response.headers).not.toHaveProperty('mcp-session-id');
    expect(served.observed.servers.size).toBe(0);
  });

  test('agrees on an older revision, and keeps to the supported ones', async () => {
    const { url } = await serve();
    const session = await RawSession.open(url, '2024-11-05');
    expect((await session.post(ping)).json).toEqual({ jsonrpc: '2.0', id: 'ping', result: {} });
    const odd = await session.post(ping, { 'mcp-protocol-version': '1999-01-01' });
    expect([odd.status, odd.json]).toMatchObject([
      400,
      {
        error: {
          code: -32_000,
          message: expect.stringMatching(/Unsupported protocol version: 1999-01-01 .*2025-11-25/),
        },
      },
    ]);
    expect((await session.post(ping, { 'mcp-protocol-version': undefined })).status).toBe(200);
  });
});

describe('a session that was opened for someone', () => {
  test('does not exist for anyone else', async () => {
    const { url } = await serveWithPrincipals();
    const session = await RawSession.open(url, '2025-11-25', { 'x-user': 'ada' });
    expect((await session.post(ping)).status).toBe(200);
    for (const user of ['bob', undefined]) {
      const asOther = { 'x-user': user };
      expect((await session.post(ping, asOther)).status).toBe(404);
      expect((await session.listen(asOther)).status).toBe(404);
      expect((await send(url, { method: 'DELETE', headers: session.head(asOther) })).status).toBe(404);
    }
    expect((await session.post(ping)).status).toBe(200);
  });

  test('counts against a limit of its owner only', async () => {
    const { url } = await serveWithPrincipals({ sessions: { maxPerPrincipal: 1 } });
    const [ada, bob] = [{ 'x-user': 'ada' }, { 'x-user': 'bob' }];
    const first = await RawSession.open(url, '2025-11-25', ada);
    const second = await send(url, { headers: { ...POST_HEADERS, ...ada }, body: initializeRequest() });
    expect([second.status, second.headers['retry-after']]).toEqual([429, '5']);
    await RawSession.open(url, '2025-11-25', bob);
    await first.end();
    await RawSession.open(url, '2025-11-25', ada);
  });
});

describe('sessions are limited', () => {
  test('for each address where callers have no name', async () => {
    const served = await serve({ sessions: { maxPerPrincipal: 2 } });
    const open = (localAddress: string) => send(served.url, { body: initializeRequest(), localAddress });
    const statuses = [];
    for (const from of ['127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.2'])
      statuses.push((await open(from)).status);
    expect(statuses).toEqual([200, 200, 429, 200]);
  });

  test('in number, those being opened included', async () => {
    const served = await serve({ sessions: { max: 3 } });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send(served.url, { body: initializeRequest() })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200,
      200,
      200,
      ...Array<number>(7).fill(503),
    ]);
    expect(answers.find(({ status }) => status === 503)?.headers['retry-after']).toBe('5');
    expect(served.observed.built).toBe(3);
  });

  test('and a place is free again when a session ends, or its handshake fails', async () => {
    const { url } = await serve({ sessions: { max: 1 } });
    await (await RawSession.open(url)).end();
    await send(url, { body: { jsonrpc: '2.0', id: 1, method: 'initialize' } });
    await RawSession.open(url);
  });

  test('in the time they lie idle', async () => {
    const served = await serve({ sessions: { idle: 60 } });
    const idle = await RawSession.open(served.url);
    await eventually(() => expect(served.observed.servers.size).toBe(0));
    expect((await idle.post(ping)).status).toBe(404);
  });

  test('but not while a request or a stream is open', async () => {
    const served = await serve({ sessions: { idle: 400 } }); // on a busy machine one is in use only after a while
    const working = await RawSession.open(served.url);
    const answer = working.call('wait', { gate: 'idle' });
    const stream = await (await RawSession.open(served.url)).listen();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(served.observed.servers.size).toBe(2);
    served.gate('idle').release();
    expect(textIn(await answer)).toBe('passed idle');
    stream.hangUp();
    await eventually(() => expect(served.observed.servers.size).toBe(0));
  });
});
