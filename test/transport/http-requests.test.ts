import http from 'node:http';
import net from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { initializeRequest, useHttp } from '../support/http-server.js';
import { HttpModule } from './http.fixture.js';

const serve = useHttp(HttpModule);

/** Status and error of an answer; every answer, the bad ones too, is JSON. */
async function outcome(answer: Response | Promise<Response>) {
  const response = await answer;
  expect(response.headers.get('content-type')).toContain('application/json');
  const { error } = (await response.json()) as { error?: { code: number; message: string; data?: unknown } };
  return { status: response.status, ...error };
}

/** One request with headers that `fetch` would not let through. */
function rawRequest(url: string, headers: http.OutgoingHttpHeaders, body?: string) {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const request = http.request(url, { method: 'POST', headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode, text });
        request.destroy();
      });
    });
    request.on('error', reject);
    if (body === undefined) request.flushHeaders();
    else request.end(body);
  });
}

describe('a body', () => {
  test.each(['garbage', '', '{"jsonrpc": "2.0", "id": 1, "method": "tools/li', '\u0000'])(
    'that is not JSON is refused: %j',
    async (body) => {
      const { post } = await serve();
      expect(await outcome(post(body))).toEqual({
        status: 400,
        code: -32700,
        message: expect.stringContaining('not JSON'),
      });
    },
  );

  test.each(['[]', '7', 'null', '"text"', '{}', '{"id":1}'])(
    'that is no message is refused: %s',
    async (body) => {
      const { post } = await serve();
      expect(await outcome(post(body))).toMatchObject({ status: 400, code: expect.any(Number) });
    },
  );

  test('of another type than JSON is refused', async () => {
    const { post } = await serve();
    const message = expect.stringContaining('Content-Type must be application/json');
    expect(await outcome(post(initializeRequest, { 'content-type': 'text/plain' }))).toMatchObject({
      status: 415,
      message,
    });
  });

  test('over the limit is refused, and what is below it is read', async () => {
    const { post, postStateless } = await serve({ maxBodySize: 2_000 });
    expect(await outcome(post({ text: 'x'.repeat(2_000) }))).toEqual({
      status: 413,
      code: -32600,
      message: 'The request body is larger than 2000 bytes',
    });
    const params = { name: 'echo', arguments: { text: 'x'.repeat(1_000) } };
    expect((await postStateless('tools/call', params, { 'mcp-name': 'echo' })).status).toBe(200);
  });

  test('over the limit is refused before it is sent, or when it goes too far', async () => {
    const { url } = await serve({ maxBodySize: 2_000 });
    expect(await rawRequest(url, { 'content-length': 1e9 })).toMatchObject({ status: 413 });
    const chunked = { 'transfer-encoding': 'chunked', 'content-type': 'application/json' };
    expect(await rawRequest(url, chunked, 'x'.repeat(3_000))).toMatchObject({ status: 413 });
  });

  test('that never comes to its end does no harm', async () => {
    const { url, log, postStateless } = await serve();
    const { port, host } = new URL(url);
    const socket = net.connect(Number(port), '127.0.0.1');
    socket.write(`POST /mcp HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100\r\n\r\n{"jsonrpc"`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.resetAndDestroy();
    expect((await postStateless('tools/list')).status).toBe(200);
    expect(log.text).not.toContain('error');
  });
});

describe('an address', () => {
  test.each(['/', '/mcp/', '/mcp/x', '/MCP', '/sse', '/mcpx'])(
    '%s is answered with the right one',
    async (path) => {
      const { url } = await serve();
      for (const method of ['GET', 'POST', 'DELETE'])
        expect(await outcome(fetch(new URL(path, url), { method }))).toMatchObject({
          status: 404,
          message: 'There is nothing here; the MCP endpoint of this server is /mcp',
        });
    },
  );

  test('of another path may be chosen, and a query does not matter', async () => {
    const { url, app } = await serve({ path: '/tools/v1' });
    expect(new URL(url).pathname).toBe('/tools/v1');
    expect(await outcome(fetch(new URL('/mcp', url)))).toMatchObject({
      status: 404,
      message: expect.stringContaining('the MCP endpoint of this server is /tools/v1'),
    });
    expect((await fetch(`${url}?key=1`)).status).toBe(400);
    await app.close();
  });
});

describe('names of hosts and origins', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example'])(
    'the host %s is refused',
    async (host) => {
      const { url } = await serve();
      expect(await rawRequest(url, { host }, '{}')).toEqual({
        status: 403,
        text: expect.stringContaining('Invalid Host'),
      });
    },
  );

  test.each(['localhost', 'localhost:1234', '127.0.0.1', '[::1]:80'])(
    'the host %s is this machine',
    async (host) => {
      const { url } = await serve();
      expect(await rawRequest(url, { host, 'content-type': 'application/json' }, '{}')).toMatchObject({
        status: 400,
      });
    },
  );

  test.each(['https://evil.example', 'http://localhost.evil.example', 'null', 'garbage'])(
    'the origin %s is refused',
    async (origin) => {
      const { post } = await serve();
      expect(await outcome(post(initializeRequest, { origin }))).toMatchObject({
        status: 403,
        message: expect.stringContaining('Invalid Origin'),
      });
    },
  );

  test.each(['http://localhost:5173', 'http://127.0.0.1', 'https://localhost'])(
    'the origin %s is this machine',
    async (origin) => {
      const { post } = await serve();
      const response = await post(initializeRequest, { origin });
      expect(response.status).toBe(200);
      await response.text();
    },
  );

  test('others may be allowed', async () => {
    const { url, post } = await serve({ allowedHosts: ['mcp.example'], allowedOrigins: ['app.example'] });
    expect(
      await rawRequest(url, { host: 'mcp.example', 'content-type': 'application/json' }, '{}'),
    ).toMatchObject({ status: 400 });
    const response = await post(initializeRequest, { origin: 'https://app.example' });
    expect(response.status).toBe(200);
    await response.text();
  });
});

describe('a request of revision 2026-07-28', () => {
  test('is answered without a session', async () => {
    const { postStateless } = await serve();
    const response = await postStateless(
      'tools/call',
      { name: 'echo', arguments: { text: 'hello' } },
      { 'mcp-name': 'echo' },
    );
    expect(response.status).toBe(200);
    expect(response.headers.has('mcp-session-id')).toBe(false);
    expect(await response.json()).toMatchObject({ result: { content: [{ type: 'text', text: 'hello' }] } });
  });

  test('without its _meta is refused', async () => {
    const { post, postStateless } = await serve();
    const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' };
    const bare = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    expect(await outcome(post(bare, headers))).toMatchObject({
      status: 400,
      code: -32602,
      message: expect.stringContaining('_meta'),
    });
    const _meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };
    expect(await outcome(postStateless('tools/list', { _meta }))).toMatchObject({
      status: 400,
      code: -32602,
      message: expect.stringContaining('clientCapabilities'),
    });
  });

  test.each(['foo/bar', 'ping', 'logging/setLevel', 'resources/list', 'initialize'])(
    'for the method %s, which is not there, is answered with 404',
    async (method) => {
      const { postStateless } = await serve();
      expect(await outcome(postStateless(method))).toMatchObject({ status: 404, code: -32601 });
    },
  );

  test('whose headers and body disagree is refused', async () => {
    const { postStateless } = await serve();
    for (const headers of [{ 'mcp-method': 'tools/call' }, { 'mcp-protocol-version': '2025-11-25' }])
      expect(await outcome(postStateless('tools/list', {}, headers))).toMatchObject({
        status: 400,
        code: -32020,
      });
    const call = { name: 'echo', arguments: { text: 'x' } };
    expect(await outcome(postStateless('tools/call', call, { 'mcp-name': 'other' }))).toMatchObject({
      code: -32020,
    });
    expect(await outcome(postStateless('tools/call', call))).toMatchObject({ status: 400, code: -32020 });
  });

  test('of a revision nobody knows is told those that are spoken', async () => {
    const { postStateless } = await serve();
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2031-01-01',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    expect(
      await outcome(postStateless('tools/list', { _meta }, { 'mcp-protocol-version': '2031-01-01' })),
    ).toMatchObject({
      status: 400,
      code: -32022,
      data: { supported: expect.arrayContaining(['2026-07-28']), requested: '2031-01-01' },
    });
  });
});
