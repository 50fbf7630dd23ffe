import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Module, Param, PorticoFactory, Resource, silentLog, Tool, type PorticoApp } from 'portico';
import { initializeRequest, postHeaders } from '../support/http-server.js';
import { statelessMeta } from '../support/server-process.js';

const host = new AsyncLocalStorage<string>();
let release: (() => void)[] = [];
/** The slow tool runs. */
let begun = () => {};
const CROWD = 20;

class HostedTools {
  @Tool() who() {
    return `for ${host.getStore()}`;
  }

  /** All of them go on together. */
  @Tool() async together() {
    await new Promise<void>((resolve) => {
      if (release.push(resolve) === CROWD) for (const go of release) go();
    });
    return `for ${host.getStore()}`;
  }

  @Tool() async slow() {
    begun();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return 'done';
  }

  @Resource('thing://{+id}') thing(@Param('id') id: string) {
    return id;
  }
}

@Module({ providers: [HostedTools] })
class HostedModule {}

let app: PorticoApp;
let server: Server | undefined;
/** Who a response belonged to, and whose context it ended in. */
let ended: (readonly [string, string | undefined])[] = [];

afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  release = [];
  ended = [];
  await app.close();
});

/** A server of somebody else, which binds to each request whom it is from. */
async function mount(): Promise<string> {
  app = await PorticoFactory.create(HostedModule, { name: 'hosted', version: '1.0.0', log: silentLog });
  const mcp = app.nodeHandler();
  server = createServer((request, response) => {
    const user = String(request.headers['x-user']);
    host.run(user, () => {
      response.on('finish', () => ended.push([user, host.getStore()]));
      mcp(request, response);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const post = (url: string, body: object, headers: Record<string, string>) =>
  fetch(url, { method: 'POST', headers: { ...postHeaders, ...headers }, body: JSON.stringify(body) });

/** How a client of each family of revisions calls a tool. */
const callers = {
  session: async (url: string) => {
    const opened = await post(url, initializeRequest, {});
    await opened.text();
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id')! };
    return (user: string, name: string) =>
      post(
        url,
        { jsonrpc: '2.0', id: user, method: 'tools/call', params: { name, arguments: {} } },
        { ...session, 'x-user': user },
      );
  },
  stateless: (url: string) =>
    Promise.resolve((user: string, name: string) =>
      post(
        url,
        {
          jsonrpc: '2.0',
          id: user,
          method: 'tools/call',
          params: { name, arguments: {}, _meta: statelessMeta },
        },
        {
          'mcp-protocol-version': '2026-07-28',
          'mcp-method': 'tools/call',
          'mcp-name': name,
          'x-user': user,
        },
      ),
    ),
};

describe.each(['session', 'stateless'] as const)('an application in a server of somebody else: %s', (era) => {
  test('handlers and ends of responses have the context the host bound to their request', async () => {
    const call = await callers[era](await mount());
    ended = [];
    expect(await (await call('ann', 'who')).text()).toContain('for ann');
    const users = Array.from({ length: CROWD }, (_, i) => `user-${i}`);
    const texts = await Promise.all(users.map(async (user) => (await call(user, 'together')).text()));
    for (const [i, user] of users.entries()) expect(texts[i]).toContain(`for ${user}"`);
    expect(ended).toHaveLength(1 + users.length);
    for (const [user, context] of ended) expect(context).toBe(user);
  });

  test('what is answered last is answered before the application is closed', async () => {
    const call = await callers[era](await mount());
    const running = new Promise<void>((resolve) => (begun = resolve));
    const answer = call('ann', 'slow').then((response) => response.text());
    await running;
    await app.close();
    server!.closeAllConnections();
    expect(await answer).toContain('done');
  });
});

test('clients without a session do not share what they subscribe to', async () => {
  app = await PorticoFactory.create(HostedModule, { name: 'hosted', version: '1.0.0', log: silentLog });
  const handle = app.fetchHandler();
  const subscribe = async (uri: string, address: string): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'resources/subscribe', params: { uri } });
    const request = new Request('http://localhost/mcp', { method: 'POST', headers: postHeaders, body });
    return (await handle(request, { address })).text();
  };
  for (let i = 0; i < 1_001; i++) await subscribe(`thing://${i}`, '192.0.2.1');
  expect(await subscribe('thing://mine', '192.0.2.2')).not.toContain('error');
}, 60_000);
