import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { POST_HEADERS, send } from './support/raw-http.js';
import { initializeRequest, RawSession } from './support/raw-session.js';
import { closeAll, serve } from './support/serve.js';

const rejections = jest.fn();
process.on('unhandledRejection', rejections);
afterEach(async () => {
  await closeAll();
  expect(rejections).not.toHaveBeenCalled();
});

const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };

describe('an address that is not served', () => {
  test.each(['/', '/mcp/', '/MCP', '/other?x=/mcp'])(
    '%s is 404, and the answer names the right one',
    async (path) => {
      const { url } = await serve();
      const response = await send(new URL(path, url), { body: ping });
      expect([response.status, response.json]).toMatchObject([
        404,
        { error: { message: expect.stringMatching(/endpoint of this server is \/mcp$/) }, id: null },
      ]);
    },
  );

  test('a query does not change the address', async () => {
    const { url } = await serve();
    expect((await send(`${url}?a=b`, { body: initializeRequest() })).status).toBe(200);
  });
});

describe('a method that is not served', () => {
  test.each(['PUT', 'PATCH', 'OPTIONS', 'HEAD'])(
    '%s is 405, and the answer names the others',
    async (method) => {
      const { url } = await serve();
      const response = await send(url, { method });
      expect([response.status, response.headers.allow]).toEqual([405, 'POST, GET, DELETE']);
    },
  );

  test.each(['GET', 'DELETE'])('%s is none of the stateless revision', async (method) => {
    const { url } = await serve();
    const response = await send(url, {
      method,
      headers: { accept: 'text/event-stream', 'mcp-protocol-version': '2026-07-28' },
    });
    expect([response.status, response.headers.allow]).toEqual([405, 'POST']);
  });
});

describe('a page of another site', () => {
  test.each([
    ['Origin', { origin: 'https://evil.example.com' }],
    ['Origin: null', { origin: 'null' }],
    ['Origin that is no address', { origin: 'evil' }],
    ['Host', { host: 'evil.example.com' }],
    ['Host and Origin', { host: 'evil.example.com', origin: 'http://evil.example.com' }],
  ])('is refused by its %s, whatever it asks', async (_what, headers) => {
    const { url, log } = await serve();
    for (const request of [
      { body: initializeRequest(), headers: { ...POST_HEADERS, ...headers } },
      { method: 'GET', headers: { accept: 'text/event-stream', ...headers } },
      { method: 'DELETE', headers },
    ]) {
      const response = await send(url, request);
      expect([response.status, response.json]).toMatchObject([403, { error: { code: -32_000 }, id: null }]);
    }
    expect(log.lines.filter((line) => /allowedHosts or allowedOrigins/.test(line))).toHaveLength(1);
  });

  test.each([
    [{}, { host: 'localhost:1', origin: 'http://localhost:3000' }],
    [{ allowedHosts: ['mcp.example.org'] }, { host: 'mcp.example.org' }],
    [{ allowedOrigins: ['app.example.org'] }, { origin: 'https://app.example.org' }],
  ])('is let in where it is allowed: %j', async (options, headers) => {
    const { url } = await serve(options);
    expect(
      (await send(url, { body: initializeRequest(), headers: { ...POST_HEADERS, ...headers } })).status,
    ).toBe(200);
  });
});

describe('a body', () => {
  test('over the limit is 413, and the connection is closed without reading on', async () => {
    const { url } = await serve({ maxBodySize: 1_000 });
    const told = await send(url, { body: `"${'x'.repeat(2_000)}"` });
    expect([told.status, told.json, told.headers.connection]).toMatchObject([
      413,
      { error: { code: -32_600, message: 'The request body is larger than 1000 bytes' } },
      'close',
    ]);
    const socket = await rawSocket(url);
    socket.write(
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    const chunk = `${(500).toString(16)}\r\n${'x'.repeat(500)}\r\n`;
    const writing = setInterval(() => socket.write(chunk), 5);
    expect(await textUntilClosed(socket)).toMatch(/^HTTP\/1\.1 413 /);
    clearInterval(writing);
    expect(socket.bytesWritten).toBeLessThan(100_000);
  });

  test('over the limit is 413 also for a client that is still sending a lot', async () => {
    const { url } = await serve({ maxBodySize: 1_000 });
    const response = await fetch(url, { method: 'POST', headers: POST_HEADERS, body: 'x'.repeat(2 ** 20) });
    expect(response.status).toBe(413);
    await response.text();
  });

  test('of exactly the limit is read', async () => {
    const body = JSON.stringify(initializeRequest());
    const { url } = await serve({ maxBodySize: Buffer.byteLength(body) });
    expect((await send(url, { body })).status).toBe(200);
  });

  test('that does not come to its end in time is 408', async () => {
    const { url } = await serve({ requestTimeout: 200, headersTimeout: 100 });
    const socket = await rawSocket(url);
    socket.write(
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"half',
    );
    expect(await textUntilClosed(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('that breaks off is 400, or nothing where nobody is left to hear it', async () => {
    const { url, log } = await serve();
    const half = await rawSocket(url);
    half.end(
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"half',
    );
    expect(await textUntilClosed(half)).toMatch(/^HTTP\/1\.1 400 |^$/);
    const gone = await rawSocket(url);
    gone.write(
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"half',
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    gone.resetAndDestroy();
    expect((await send(url, { body: initializeRequest() })).status).toBe(200);
    expect(log.text).not.toMatch(/error/);
  });
});

describe('headers', () => {
  test('that do not come in time are 408', async () => {
    const { url } = await serve({ headersTimeout: 100 });
    const socket = await rawSocket(url);
    socket.write('POST /mcp HTTP/1.1\r\nHost: local');
    expect(await textUntilClosed(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('that are too large are 431', async () => {
    const { url } = await serve({ maxHeaderSize: 2_048 });
    const response = await send(url, {
      body: ping,
      headers: { ...POST_HEADERS, 'x-large': 'x'.repeat(4_000) },
    });
    expect(response.status).toBe(431);
  });
});

test('a connection that is not used any more is closed', async () => {
  const { url } = await serve({ keepAliveTimeout: 50 });
  const socket = await rawSocket(url);
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  expect(await textUntilClosed(socket)).toMatch(/^HTTP\/1\.1 404 /);
});

test('one session is not disturbed by what others do wrong', async () => {
  const { url } = await serve({ maxBodySize: 1_000 });
  const session = await RawSession.open(url);
  const wrong = [
    session.post('{'),
    session.post('x'.repeat(2_000)),
    send(url, { method: 'PUT' }),
    session.post(ping, { accept: '' }),
  ];
  const statuses = (await Promise.all(wrong)).map(({ status }) => status);
  expect(statuses).toEqual([400, 413, 405, 406]);
  expect((await session.post(ping)).status).toBe(200);
});

async function rawSocket(url: string): Promise<Socket> {
  const { port, hostname } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

async function textUntilClosed(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await new Promise((resolve) => socket.once('end', resolve).once('close', resolve));
  socket.destroy();
  return text;
}
