import net from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { PorticoFactory, silentLog } from 'portico';
import { eventually } from '../support/eventually.js';
import { useHttp } from '../support/http-server.js';
import { HttpModule, HttpTools } from './http.fixture.js';

const serve = useHttp(HttpModule);

/** A port somebody else listens on while `work` is done. */
async function withTakenPort(work: (port: number) => Promise<void>): Promise<void> {
  const other = net.createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  try {
    await work((other.address() as net.AddressInfo).port);
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
}

describe('listening', () => {
  test('on port 0 takes a free one of this machine alone, and tells it', async () => {
    const { url, log } = await serve();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*\/mcp$/);
    expect(log.text).toContain(`info listening on ${url}`);
  });

  test('on IPv6 tells an address that can be used', async () => {
    const { url, postStateless } = await serve({ host: '::1' });
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+\/mcp$/);
    expect((await postStateless('tools/list')).status).toBe(200);
  });

  test('on a port that is taken is refused with the ways out', async () => {
    await withTakenPort(async (port) => {
      await expect(serve({ port })).rejects.toMatchObject({
        code: 'PORTICO_LISTEN',
        message: expect.stringMatching(
          `127\\.0\\.0\\.1:${port}: another program listens there.*--port, PORTICO_PORT`,
        ),
      });
    });
  });

  test('an application whose port was taken can listen elsewhere', async () => {
    const app = await PorticoFactory.create(HttpModule, { name: 'test', version: '1.0.0', log: silentLog });
    await withTakenPort(async (port) => {
      await expect(app.listen({ transport: 'http', port, signals: false })).rejects.toThrow(
        'another program',
      );
    });
    const { address } = await app.listen({ transport: 'http', port: 0, signals: false });
    expect((await fetch(address)).status).toBe(400);
    await app.close();
  });

  test('leaves no listener for signals when it is told so, and takes its own away when it closes', async () => {
    const count = () => process.listenerCount('SIGTERM') + process.listenerCount('SIGINT');
    const before = count();
    const { app } = await serve({ signals: false });
    expect(count()).toBe(before);
    const { app: other } = await serve({ signals: true });
    expect(count()).toBe(before + 2);
    await Promise.all([app.close(), other.close()]);
    expect(count()).toBe(before);
  });
});

describe('closing', () => {
  test('ends listening: nobody can connect any more', async () => {
    const { app, url } = await serve();
    await app.close();
    await expect(fetch(url)).rejects.toThrow();
  });

  test('ends open streams, calls and idle connections at once', async () => {
    const server = await serve();
    const [started, aborted] = [HttpTools.started, HttpTools.aborted];
    const id = await server.initialize();
    const headers = { 'mcp-session-id': id };
    const stream = await fetch(server.url, { headers: { ...headers, accept: 'text/event-stream' } });
    const params = { name: 'endless', arguments: {} };
    const calls = [
      server.post({ jsonrpc: '2.0', id: 5, method: 'tools/call', params }, headers),
      server.postStateless('tools/call', params, { 'mcp-name': 'endless' }),
    ].map((call) => call.then((response) => response.text()).catch(() => 'cut off'));
    const idle = net.connect(Number(new URL(server.url).port), '127.0.0.1');
    const idleClosed = new Promise((resolve) => idle.on('error', () => {}).once('close', resolve));
    await eventually(() => expect(HttpTools.started).toBe(started + 2));

    const since = Date.now();
    await server.app.close();
    expect(Date.now() - since).toBeLessThan(2_000);
    await Promise.all([stream.text().catch(() => 'cut off'), ...calls, idleClosed]);
    await eventually(() => expect(HttpTools.aborted).toBe(aborted + 2));
  });
});
