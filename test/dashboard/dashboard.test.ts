import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { eventually } from '../support/eventually.js';
import { statelessMeta } from '../support/server-process.js';
import { DevProcess } from './dev-process.js';
import { watchPage, type PageWatch } from './page-watch.js';

/* What the page of `portico dev` is served by, in bytes. How it looks and is used is shown by the suite of the browser. */

let dev: DevProcess;
let taken: ReturnType<typeof createServer>;

beforeAll(async () => {
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  dev = new DevProcess(['--http', '--port', '0', '--dashboard-port', String(port)]);
  await dev.start();
}, 120_000);

afterAll(async () => {
  await dev?.stop();
  taken.close();
});

/** A machine may be busy with other tests. */
const soon = <T>(assertion: () => T): Promise<T> => eventually(assertion, 20_000);

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** Asks with any headers, `host` too; a stream is left after its first bytes. */
function ask(
  target: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body?: string,
): Promise<Answer> {
  const { port } = new URL(dev.door.base);
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: target, method, headers, agent: false };
    const asking = request(options, (response) => {
      let text = '';
      const done = () => resolve({ status: response.statusCode!, headers: response.headers, text });
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (response.headers['content-type'] !== 'text/event-stream') return;
        done();
        response.destroy();
      });
      response.on('end', done);
    });
    asking.on('error', reject).end(body);
  });
}

const withKey = (headers: Record<string, string> = {}) => ({
  authorization: `Bearer ${dev.door.key}`,
  ...headers,
});
const command = (body: string, headers: Record<string, string> = {}) =>
  ask('/api/commands', withKey({ 'content-type': 'application/json', ...headers }), 'POST', body);

describe('the page', () => {
  test('is served on loopback at another port where its own is taken, with a policy that allows nothing else', async () => {
    const { status, headers, text } = await ask('/');
    expect({ status, html: text.includes('<script type="module" src="/page/main.js">') }).toEqual({
      status: 200,
      html: true,
    });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self' 'sha256-[\w+/=]+'; style-src 'self'; img-src 'self'; connect-src 'self'/,
    );
    expect(headers['content-security-policy']).toMatch(
      /frame-ancestors 'none'; require-trusted-types-for 'script'/,
    );
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(new URL(dev.door.base).port).not.toBe(String((taken.address() as AddressInfo).port));
  });

  test('brings its libraries along', async () => {
    const [, map] = /<script type="importmap">(.*)<\/script>/.exec((await ask('/')).text)!;
    const { imports } = JSON.parse(map!) as { imports: Record<string, string> };
    for (const target of [...Object.values(imports), '/page/main.js', '/page/page.css', '/page/icon.svg'])
      expect({ target, status: (await ask(target)).status }).toEqual({ target, status: 200 });
  });

  test.each([
    '/page/../serve/dashboard.js',
    '/page/%2e%2e/serve/dashboard.js',
    '/library/../package.json',
    '/x',
  ])('reaches nothing else of the disk: %s', async (target) => {
    expect((await ask(target)).status).toBe(404);
  });
});

describe('who may look and answer', () => {
  test.each<[string, () => Record<string, string>]>([
    ['no key', () => ({})],
    ['another key', () => ({ authorization: 'Bearer nonsense' })],
    ['the key in a cookie', () => ({ cookie: `key=${dev.door.key}` })],
  ])('%s: refused', async (_name, headers) => {
    for (const target of ['/api/events', `/api/events?key=${dev.door.key}`])
      expect((await ask(target, headers())).status).toBe(401);
    expect((await ask('/api/commands', headers(), 'POST', '{}')).status).toBe(401);
  });

  test.each<[string, Record<string, string>]>([
    ['another host name', { host: 'evil.example' }],
    ['another host name with a port', { host: 'evil.example:80' }],
    ['another site as origin', { origin: 'http://evil.example' }],
    ['another port of this machine as origin', { origin: 'http://127.0.0.1:1' }],
    ['no origin of its own', { origin: 'null' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of another port', { 'sec-fetch-site': 'same-site' }],
  ])('%s: refused, whatever the key', async (_name, headers) => {
    expect((await ask('/api/events', withKey(headers))).status).toBe(403);
    expect((await command('{}', headers)).status).toBe(403);
  });

  test('the page with its key', async () => {
    const { origin } = new URL(dev.door.base);
    expect((await ask('/api/events', withKey({ origin, 'sec-fetch-site': 'same-origin' }))).status).toBe(200);
  });

  test.each([
    ['no JSON', 400, 'no', {}],
    ['no command', 400, '{"type":"explode"}', {}],
    ['half a command', 400, '{"type":"try","trial":{"id":"1"}}', {}],
    ['another type of content', 415, '{"type":"stop","trial":"1"}', { 'content-type': 'text/plain' }],
    ['too much', 413, `{"type":"stop","trial":"${'x'.repeat(1_100_000)}"}`, {}],
    ['a command', 202, '{"type":"stop","trial":"nobody"}', {}],
  ])('%s: %i', async (_name, status, body, headers) => {
    expect((await command(body, headers)).status).toBe(status);
  });
});

describe('what it shows', () => {
  let watch: PageWatch;
  beforeAll(() => void (watch = watchPage(dev)));
  afterAll(() => watch.stop());

  test('the application, and where its classes stand', async () => {
    const view = await soon(() => watch.view);
    expect(view.application?.modules.map(({ name }) => name).sort()).toEqual([
      'AppModule',
      'BookingModule',
      'OrdersModule',
      'StorageModule',
    ]);
    expect(view.application?.components.find(({ name }) => name === 'greet')).toMatchObject({
      kind: 'tool',
      module: 'BookingModule',
      where: 'BookingTools.greet',
      flags: ['read-only'],
    });
    const source = view.application?.components.find(({ name }) => name === 'greet')?.source;
    expect(source).toMatch(/^src\/booking\.module\.ts:\d+$/);
  });

  test('calls with their progress, of which clients that asked for none hear nothing', async () => {
    const body = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'quiet', arguments: { steps: 3, password: 'hunter2-hunter2' }, _meta: statelessMeta },
    };
    const answer = await fetch(dev.mcpUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'quiet',
      },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    expect(text).toContain('no token is seen');
    expect(text).not.toContain('notifications/');
    const call = await soon(() => watch.call(({ target, ended }) => target === 'quiet' && !!ended));
    expect(call).toMatchObject({
      outcome: 'ok',
      client: 'raw 1.0.0',
      progress: { done: 3, total: 3, message: 'with token=[hidden]' },
    });
    expect(call.result).toContain('no token is seen');
    expect(JSON.stringify(watch.view)).not.toContain('hunter2');
  });

  test('no more than so many calls, and of each no more than so much', async () => {
    await dev.call('chatter');
    const call = await soon(() => watch.call(({ target, ended }) => target === 'chatter' && !!ended));
    expect(call.entries).toHaveLength(100);
    expect(call.left).toBe(150);
    expect(call.entries.at(-1)!.text.length).toBeLessThan(2_100);
    expect(call.result!.length).toBeLessThan(16_100);
    await dev.calls('greet', { guest: 'Ada' }, 260);
    const again = watchPage(dev);
    const view = await soon(() => again.view);
    again.stop();
    expect(view.calls.filter(({ method }) => method === 'tools/call').length).toBe(200);
    expect(view.calls.length).toBeLessThanOrEqual(250);
  }, 60_000);

  test('what came too fast to be told is counted, and the end of the call is told', async () => {
    expect(watch.view.skipped).toEqual({ calls: 0, entries: 0 });
    await dev.call('flood');
    const call = await soon(() => watch.call(({ target, ended }) => target === 'flood' && !!ended));
    expect(call.outcome).toBe('ok');
    const told = call.entries.length + call.left;
    expect(told).toBeLessThan(6_000);
    await soon(() => expect(watch.view.skipped.entries).toBe(6_000 - told));
  });

  test('a call of the page, its question, its answer, and its end', async () => {
    const trial = {
      id: 'trial-1',
      kind: 'tool',
      name: 'checkout',
      arguments: { order: 'o-18' },
      era: 'stateless',
    };
    expect((await command(JSON.stringify({ type: 'try', trial }))).status).toBe(202);
    const question = await soon(() => watch.question('trial-1'));
    expect(question).toMatchObject({ message: 'Charge order o-18?' });
    const answer = {
      action: 'accept',
      content: { [Object.keys((question.schema as Schema).properties)[0]!]: true },
    };
    await command(JSON.stringify({ type: 'answer', question: question.id, answer }));
    const end = await soon(() => watch.trial('trial-1'));
    expect(end).toMatchObject({ isError: false });
    expect(JSON.parse(end.text)).toEqual({ order: 'o-18', charged: 12, by: 'card' });
  });

  test('a call of the page that is stopped', async () => {
    const trial = {
      id: 'trial-2',
      kind: 'tool',
      name: 'checkout',
      arguments: { order: 'o-18' },
      era: 'session',
    };
    await command(JSON.stringify({ type: 'try', trial }));
    await soon(() => watch.question('trial-2'));
    await command(JSON.stringify({ type: 'stop', trial: 'trial-2' }));
    expect((await soon(() => watch.trial('trial-2'))).isError).toBe(true);
    await soon(() => expect(watch.view.questions).toEqual([]));
  });
});

interface Schema {
  readonly properties: object;
}

describe('where there is none', () => {
  test.each([
    ['portico start', ['start', '--http', '--port', '0']],
    ['portico dev --no-dashboard', ['dev', '--no-dashboard', '--http', '--port', '0']],
  ])(
    '%s',
    async (_name, args) => {
      const child = spawn(process.execPath, [path.resolve('dist/cli/main.js'), ...args], {
        cwd: dev.folder,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      await eventually(() => expect(stderr).toMatch(/listening on http/), 60_000);
      child.kill('SIGTERM');
      await once(child, 'exit');
      expect(stderr).not.toMatch(/dashboard|#key/);
    },
    90_000,
  );
});

test('on stdio it is served too, and stdout has nothing but the protocol', async () => {
  const stdio = new DevProcess(['--stdio', '--dashboard-port', '0']);
  await stdio.start();
  try {
    stdio.send({
      id: 1,
      method: 'tools/call',
      params: { name: 'greet', arguments: { guest: 'Ada' }, _meta: statelessMeta },
    });
    await eventually(() => expect(stdio.stdout).toContain('Hello Ada'), 60_000);
    const watch = watchPage(stdio);
    const call = await soon(() => watch.call(({ target, ended }) => target === 'greet' && !!ended));
    watch.stop();
    expect(call).toMatchObject({ transport: 'stdio', outcome: 'ok' });
    for (const line of stdio.stdout.trim().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    expect(stdio.stderr).toMatch(/^\[portico\] dashboard: http:\/\/127\.0\.0\.1:\d+\/#key=\S+$/m);
  } finally {
    await stdio.stop();
  }
}, 120_000);
