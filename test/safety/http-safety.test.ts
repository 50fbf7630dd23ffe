import { describe, expect, it } from '@jest/globals';
import { Injectable, Module, Tool } from 'portico';
import { connect } from 'node:net';
import { useHttp } from '../support/http-server.js';
import { statelessMeta } from '../support/server-process.js';

@Injectable()
class Tools {
  @Tool({ description: 'Takes anything', input: { type: 'object' } })
  take(): string {
    return 'taken';
  }
}

@Module({ providers: [Tools] })
class AppModule {}

const serve = useHttp(AppModule);

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describe('values that lie too deep within each other', () => {
  it('are refused before anything walks through them', async () => {
    const { post, postStateless } = await serve();
    const call = (depth: number) =>
      postStateless(
        'tools/call',
        { name: 'take', arguments: { value: nested(depth) } },
        { 'mcp-name': 'take' },
      );
    expect((await call(50)).status).toBe(200);
    const refused = await call(150);
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      {
        error: {
          code: -32_600,
          message: 'Invalid Request: values may lie at most 100 deep within each other',
        },
      },
    ]);
    expect((await post('['.repeat(100_000))).status).toBe(400);
    expect((await post(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`)).status).toBe(400);
  });

  it('are not mistaken for brackets in texts', async () => {
    const { postStateless } = await serve();
    const text = '{[\\"'.repeat(200);
    const answer = await postStateless(
      'tools/call',
      { name: 'take', arguments: { text } },
      { 'mcp-name': 'take' },
    );
    expect(answer.status).toBe(200);
  });
});

it('says with each answer that it is what it says, and not to be shown as a page', async () => {
  const { url, postStateless } = await serve();
  const answers = [
    await postStateless('tools/list'),
    await fetch(url),
    await fetch(new URL('/nothing', url)),
    await fetch(new URL('/healthz', url)),
  ];
  for (const answer of answers) {
    await answer.text();
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
    expect(answer.headers.get('server')).toBeNull();
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
});

it('hangs up on a client that takes its time with headers, and goes on serving others', async () => {
  const { url, postStateless } = await serve({ headersTimeout: 300, requestTimeout: 300 });
  const { port, hostname } = new URL(url);
  const heard = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () =>
      socket.write('POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-A: '),
    );
    const drip = setInterval(() => socket.write('a'), 50);
    socket.on('data', (chunk) => (text += chunk.toString())).on('error', () => {});
    socket.on('close', () => {
      clearInterval(drip);
      resolve(text);
    });
    setTimeout(() => reject(new Error('the connection is still open')), 20_000).unref();
  });
  expect(heard).toMatch(/^HTTP\/1\.1 408/);
  expect((await postStateless('tools/list')).status).toBe(200);
});

describe('streams of changes', () => {
  it('are as many as allowed for one caller, and the next is refused until one ends', async () => {
    const { postStateless } = await serve({ maxListenStreams: 2 });
    const listen = () =>
      postStateless('subscriptions/listen', {
        _meta: statelessMeta,
        notifications: { toolsListChanged: true },
      });
    const open = [await listen(), await listen()];
    expect(open.map(({ status }) => status)).toEqual([200, 200]);
    const refused = await listen();
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toMatchObject([
      429,
      '5',
      {
        error: {
          message: 'You have reached your limit of streams of changes; close one, or try again later',
        },
      },
    ]);
    await open[0]!.body!.cancel();
    const deadline = Date.now() + 10_000;
    let status = 429;
    while (status === 429 && Date.now() < deadline) {
      const again = await listen();
      status = again.status;
      await again.body!.cancel();
    }
    expect(status).toBe(200);
    await open[1]!.body!.cancel();
  });
});
