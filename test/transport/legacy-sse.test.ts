import { afterEach, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { eventually } from '../support/eventually.js';
import { createApp } from './support/app.fixture.js';
import { open, send, type OpenResponse } from './support/raw-http.js';
import { callRequest, initializeRequest } from './support/raw-session.js';
import { closeAll, serve } from './support/serve.js';

afterEach(closeAll);

const paths = { legacySse: { stream: '/sse', messages: '/messages' } };
const at = (url: string, path: string): URL => new URL(path, url);

describe('HTTP+SSE, the transport of revision 2024-11-05', () => {
  test('is not there unless it is asked for', async () => {
    const { url } = await serve();
    expect((await send(at(url, '/sse'), { method: 'GET' })).status).toBe(404);
  });

  test('serves the client of SDK v1, and lets a handler ask it', async () => {
    const { app } = await createApp();
    const { address } = await app.listen({ transport: 'http', port: 0, signals: false, legacySse: true });
    const client = new Client({ name: 'older', version: '1.0.0' }, { capabilities: { elicitation: {} } });
    client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { well: true } }));
    await client.connect(
      new SSEClientTransport(at(address, '/sse'), { requestInit: { headers: { 'x-agent': 'older' } } }),
    );
    const progress: number[] = [];
    expect((await client.callTool({ name: 'facts' })).structuredContent).toEqual({
      transport: 'sse',
      era: 'session',
      hasSession: true,
      agent: 'older',
    });
    expect(
      await client.callTool({ name: 'work' }, undefined, {
        onprogress: (update) => void progress.push(update.progress),
      }),
    ).toMatchObject({ content: [{ text: 'worked' }] });
    expect(progress).toEqual([1, 2, 3]);
    expect(await client.callTool({ name: 'ask' })).toMatchObject({ content: [{ text: 'true' }] });
    for (const count of ['1', '2'])
      expect(await client.callTool({ name: 'remember' })).toMatchObject({ content: [{ text: count }] });
    await client.close();
    await app.close();
  });

  test('ends a session when its stream is gone', async () => {
    const served = await serve(paths);
    const { stream, endpoint } = await openSse(served.url);
    expect((await send(endpoint, { body: initializeRequest('2024-11-05') })).status).toBe(202);
    await eventually(() => expect(stream.text).toMatch(/"protocolVersion":"2024-11-05"/));
    await send(endpoint, { body: callRequest('wait', { gate: 'sse' }) });
    await served.gate('sse').reached;
    stream.hangUp();
    await eventually(() => expect(served.observed.aborted).toEqual(['sse']));
    expect(served.observed.servers.size).toBe(0);
    expect(served.observed.ended).toEqual([endpoint.searchParams.get('sessionId')]);
    expect((await send(endpoint, { body: callRequest('echo') })).status).toBe(404);
  });

  test('gives up a client that does not read what it is told', async () => {
    const served = await serve(paths);
    const { stream, endpoint } = await openSse(served.url);
    await send(endpoint, { body: initializeRequest('2024-11-05') });
    await eventually(() => expect(served.observed.servers.size).toBe(1));
    stream.message.pause();
    await send(endpoint, { body: callRequest('progress', { count: 60, size: 2 ** 20 }) });
    await eventually(() => expect(served.observed.servers.size).toBe(0), 20_000);
    expect((await send(endpoint, { body: callRequest('echo') })).status).toBe(404);
    stream.hangUp();
  });

  test('counts its sessions together with all others', async () => {
    const { url } = await serve({ ...paths, sessions: { max: 1 } });
    const { stream } = await openSse(url);
    expect((await send(url, { body: initializeRequest() })).status).toBe(503);
    expect((await send(at(url, '/sse'), { method: 'GET' })).status).toBe(503);
    stream.hangUp();
    await eventually(async () => expect((await send(url, { body: initializeRequest() })).status).toBe(200));
  });

  test('does not mix with sessions of the newer transport', async () => {
    const { url } = await serve(paths);
    const { endpoint } = await openSse(url);
    const sessionId = endpoint.searchParams.get('sessionId')!;
    const crossed = await send(url, {
      body: callRequest('echo'),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-session-id': sessionId,
      },
    });
    expect(crossed.status).toBe(404);
  });

  test('is guarded and limited like everything else', async () => {
    const { url } = await serve({ ...paths, maxBodySize: 1_000 });
    const { endpoint } = await openSse(url);
    const evil = { origin: 'https://evil.example.com', 'content-type': 'application/json' };
    const statuses = [
      await send(at(url, '/sse'), { method: 'GET', headers: evil }),
      await send(endpoint, { body: callRequest('echo'), headers: evil }),
      await send(endpoint, { body: 'x'.repeat(2_000) }),
      await send(endpoint, { body: '{' }),
      await send(endpoint, { body: { no: 'message' } }),
      await send(endpoint, { body: callRequest('echo'), headers: { 'content-type': 'text/plain' } }),
      await send(at(url, '/messages'), { body: callRequest('echo') }),
      await send(at(url, '/sse'), { body: callRequest('echo') }),
      await send(endpoint, { method: 'GET' }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([403, 403, 413, 400, 400, 415, 400, 405, 405]);
  });

  test('is kept alive by comments, and closed with the server', async () => {
    const served = await serve({ ...paths, keepAlive: 40 });
    const { stream } = await openSse(served.url);
    expect(stream.headers['x-accel-buffering']).toBe('no');
    await eventually(() => expect(stream.text).toMatch(/: keep-alive\n\n/));
    await served.close();
    await stream.ended;
  });
});

describe('HTTP+SSE when the server closes', () => {
  test('waits for the requests that are being worked on, and takes no new ones', async () => {
    const served = await serve({ ...paths, drainTimeout: 10_000 });
    const { stream, endpoint } = await openReady(served.url);
    await send(endpoint, { body: callRequest('wait', { gate: 'drain' }, 'first') });
    await served.gate('drain').reached;
    const closing = served.close();
    expect((await send(endpoint, { body: callRequest('echo', {}, 'late') })).status).toBe(503);
    served.gate('drain').release();
    await closing;
    await stream.ended;
    expect(stream.text).toMatch(/"id":"first"/);
    expect(served.observed.finished).toEqual(['drain']);
  });

  test.each([
    ['was cancelled', async (endpoint: URL) => void (await cancel(endpoint, 'first'))],
    ['belongs to a client that is gone', async (_: URL, stream: OpenResponse) => stream.hangUp()],
  ])('does not wait for a request that %s', async (_, giveUp) => {
    const served = await serve({ ...paths, drainTimeout: 60_000 });
    const { stream, endpoint } = await openReady(served.url);
    await send(endpoint, { body: callRequest('wait', { gate: 'given-up' }, 'first') });
    await served.gate('given-up').reached;
    await giveUp(endpoint, stream);
    await eventually(() => expect(served.observed.aborted).toEqual(['given-up']));
    await served.close();
  });
});

function cancel(endpoint: URL, requestId: string) {
  const params = { requestId };
  return send(endpoint, { body: { jsonrpc: '2.0', method: 'notifications/cancelled', params } });
}

/** A stream with the handshake done. */
async function openReady(url: string) {
  const opened = await openSse(url);
  await send(opened.endpoint, { body: initializeRequest('2024-11-05') });
  await eventually(() => expect(opened.stream.text).toMatch(/"protocolVersion"/));
  return opened;
}

async function openSse(url: string) {
  const stream = await open(at(url, '/sse'), { method: 'GET', headers: { accept: 'text/event-stream' } });
  const path = await eventually(() => {
    const [, found] = /^event: endpoint\ndata: (\S+)\n\n/.exec(stream.text) ?? [];
    if (found === undefined) throw new Error(`no endpoint yet: ${stream.status} ${stream.text}`);
    return found;
  });
  return { stream, endpoint: at(url, path) };
}
