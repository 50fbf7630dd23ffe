import { afterEach, describe, expect, test } from '@jest/globals';
import { connect, createServer } from 'node:net';
import { eventually } from '../support/eventually.js';
import { POST_HEADERS, send } from './support/raw-http.js';
import { callRequest, initializeRequest, RawSession, textIn } from './support/raw-session.js';
import { closeAll, serve } from './support/serve.js';

afterEach(closeAll);

const ping = (id: number | string) => ({ jsonrpc: '2.0', id, method: 'ping' });

describe('the answer to a POST', () => {
  test('is JSON where nothing was said before the result', async () => {
    const { url } = await serve();
    const session = await RawSession.open(url);
    const response = await session.call('echo', { text: 'grüße' });
    expect(response.headers['content-type']).toBe('application/json');
    expect(response.headers['content-length']).toBe(String(Buffer.byteLength(response.text)));
    expect(textIn(response)).toBe('grüße');
  });

  test('is an event stream where something was, in order and with the result last', async () => {
    const { url } = await serve();
    const session = await RawSession.open(url);
    const response = await session.post(callRequest('progress', { count: 3 }, 'p'));
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'mcp-session-id': session.id,
    });
    expect(response.events.map(({ message }) => message?.params?.['progress'] ?? message?.id)).toEqual([
      1,
      2,
      3,
      'p',
    ]);
    expect(response.events.every(({ id }) => id === undefined)).toBe(true);
  });

  test('leaves in one write: the body with its headers, and the headers with the first event', async () => {
    const { url } = await serve();
    const session = await RawSession.open(url);
    const [json] = await packetsOf(session, callRequest('echo', { text: 'hi' }));
    expect(json).toMatch(/^HTTP\/1\.1 200[^]*\r\n\r\n\{"result"/);
    const [first] = await packetsOf(session, callRequest('progress', { count: 1 }));
    expect(first).toMatch(/^HTTP\/1\.1 200[^]*text\/event-stream[^]*"notifications\/progress"/);
  });

  test('is 202 without a body for a notification, and for an answer', async () => {
    const { url } = await serve();
    const session = await RawSession.open(url);
    for (const body of [
      { jsonrpc: '2.0', method: 'notifications/roots/list_changed' },
      { jsonrpc: '2.0', id: 99, result: {} },
    ]) {
      const response = await session.post(body);
      expect([response.status, response.text, response.headers['content-length']]).toEqual([202, '', '0']);
    }
  });

  test('becomes an event stream when it takes long, so that nothing in between gives up', async () => {
    const served = await serve({ keepAlive: 50 });
    const session = await RawSession.open(served.url);
    const response = await session.postOpen(callRequest('wait', { gate: 'long' }));
    expect(response.headers['content-type']).toBe('text/event-stream');
    await eventually(() => expect(response.text).toMatch(/^: keep-alive\n\n/));
    served.gate('long').release();
    await response.ended;
    expect(response.messages.at(-1)?.result?.content?.[0]?.text).toBe('passed long');
  });

  test('ends without a word when the request is cancelled, and the session goes on', async () => {
    const served = await serve();
    const session = await RawSession.open(served.url);
    const waiting = session.post(callRequest('wait', { gate: 'plain' }, 1));
    const streaming = await session.postOpen(callRequest('wait', { gate: 'stream', before: 1 }, 2));
    await served.gate('plain').reached;
    for (const requestId of [1, 2])
      await session.post({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } });
    expect(await waiting).toMatchObject({
      status: 200,
      text: '',
      headers: { 'content-type': 'text/event-stream' },
    });
    await streaming.ended;
    expect(streaming.messages).toHaveLength(1);
    expect(served.observed.aborted).toEqual(['plain', 'stream']);
    expect((await session.post(ping(1))).json).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
  });

  test('is an error where the result cannot be written', async () => {
    const served = await serve();
    const session = await RawSession.open(served.url);
    const response = await session.post(callRequest('unwritable', {}, 5));
    expect(response.json).toEqual({
      jsonrpc: '2.0',
      id: 5,
      error: { code: -32_603, message: 'Internal error' },
    });
    expect(served.log.text).toMatch(/request 5 cannot be written as JSON/);
  });
});

describe('a POST', () => {
  const cases: [string, Record<string, string | undefined>, number][] = [
    ['accepts only JSON', { accept: 'application/json' }, 406],
    ['accepts only an event stream', { accept: 'text/event-stream' }, 406],
    ['accepts anything', { accept: '*/*' }, 406],
    ['does not say what it accepts', { accept: undefined }, 406],
    ['accepts both, with more', { accept: 'text/event-stream;q=0.9, application/json, */*' }, 200],
    ['is text', { 'content-type': 'text/plain' }, 415],
    ['does not say what it is', { 'content-type': undefined }, 415],
    ['is JSON with a charset', { 'content-type': 'application/json; charset=utf-8' }, 200],
    ['is compressed', { 'content-encoding': 'gzip' }, 415],
  ];
  test.each(cases)('that %s', async (_what, headers, status) => {
    const { url } = await serve();
    const session = await RawSession.open(url);
    expect((await session.post(ping(1), headers)).status).toBe(status);
  });

  test.each([
    ['no JSON', '{"jsonrpc": "2.0",', 400, -32_700],
    ['nothing at all', '', 400, -32_700],
    ['JSON that is no message', { hello: 'world' }, 400, -32_600],
    ['a request with a member too many', { ...ping(1), extra: true }, 400, -32_600],
    ['a request with an id that is none', { ...ping(1), id: { a: 1 } }, 400, -32_600],
    ['a request whose parameters are none', { ...ping(1), params: null }, 400, -32_600],
    ['an empty batch', [], 400, -32_600],
    ['null', null, 400, -32_600],
  ])('with %s is refused', async (_what, body, status, code) => {
    const { url } = await serve();
    const session = await RawSession.open(url);
    const response = await session.post(body === null ? 'null' : body);
    expect([response.status, response.json]).toMatchObject([status, { error: { code } }]);
  });

  test('whose id is still being answered is refused, so that no answer goes astray', async () => {
    const served = await serve();
    const session = await RawSession.open(served.url);
    const first = session.post(callRequest('wait', { gate: 'id' }, 1));
    await served.gate('id').reached;
    const second = await session.post(ping(1));
    expect([second.status, second.json]).toMatchObject([400, { error: { code: -32_600 } }]);
    expect((await session.post(ping('1'))).status).toBe(200);
    served.gate('id').release();
    expect(textIn(await first)).toBe('passed id');
  });

  test('of many sessions at once, with the same ids, is answered to the right client', async () => {
    const { url } = await serve();
    const sessions = await Promise.all(Array.from({ length: 8 }, () => RawSession.open(url)));
    const answers = await Promise.all(
      sessions.map((session, n) =>
        session.post(callRequest(n % 2 ? 'echo' : 'progress', { text: String(n) }, 1)),
      ),
    );
    expect(answers.map(textIn)).toEqual(sessions.map((_, n) => (n % 2 ? String(n) : 'worked')));
  });
});

describe('a batch', () => {
  test('is answered with an array, for revisions that have batches', async () => {
    const { url } = await serve();
    for (const version of ['2024-11-05', '2025-03-26']) {
      const session = await RawSession.open(url, version);
      const response = await session.post([
        ping(1),
        { jsonrpc: '2.0', method: 'notifications/initialized' },
        callRequest('echo', { text: 'a' }, 2),
      ]);
      expect(response.headers['content-type']).toBe('application/json');
      expect(response.json).toMatchObject([{ id: 1 }, { id: 2, result: { content: [{ text: 'a' }] } }]);
      expect((await session.post([ping(3)])).json).toEqual([{ jsonrpc: '2.0', id: 3, result: {} }]);
    }
  });

  test('becomes one event stream as soon as one of its requests says something', async () => {
    const served = await serve();
    const session = await RawSession.open(served.url, '2025-03-26');
    const response = await session.post([ping(1), callRequest('progress', { count: 1 }, 2)]);
    expect(response.events.map(({ message }) => message?.id ?? message?.method).sort()).toEqual([
      1,
      2,
      'notifications/progress',
    ]);
  });

  test('of notifications alone is 202', async () => {
    const { url } = await serve();
    const session = await RawSession.open(url, '2025-03-26');
    expect((await session.post([{ jsonrpc: '2.0', method: 'notifications/initialized' }])).status).toBe(202);
  });

  test('is refused from revision 2025-06-18 on, when too long, and with one id twice', async () => {
    const { url } = await serve();
    const [old, newer] = [await RawSession.open(url, '2025-03-26'), await RawSession.open(url, '2025-06-18')];
    const refused = [
      await newer.post([ping(1)]),
      await old.post(Array.from({ length: 101 }, (_, id) => ping(id))),
      await old.post([ping(1), ping(1)]),
      await send(url, { headers: POST_HEADERS, body: [initializeRequest(), initializeRequest()] }),
    ];
    expect(
      refused.map(({ status, json }) => [status, (json as { error: { code: number } }).error.code]),
    ).toEqual(Array(4).fill([400, -32_600]));
  });
});

/** What arrives in one piece each, seen from a proxy in front of the server. */
async function packetsOf(session: RawSession, body: object): Promise<string[]> {
  const packets: string[] = [];
  const { port } = new URL(session.url);
  const proxy = createServer((client) => {
    const upstream = connect(Number(port), '127.0.0.1');
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      packets.push(chunk.toString());
      client.write(chunk);
    });
    client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port: proxyPort } = proxy.address() as { port: number };
  const behind = new RawSession(`http://127.0.0.1:${proxyPort}/mcp`, session.id, session.version);
  await behind.post(body);
  await new Promise((resolve) => proxy.close(resolve));
  return packets;
}
