import { afterEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { PorticoFactory } from 'portico';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { bearer, named } from '../identity/bearer.js';
import { sdkV1, clientKinds, type ClientKind, type LineClient } from '../support/clients.js';
import { RecordedLog } from '../support/recorded-log.js';
import { postgresUrl, redisUrl } from '../support/services.js';
import { HandlesOfUsersModule } from '../cluster/users.fixture.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function serve(namespace: string, store: string): Promise<URL> {
  const app = await PorticoFactory.create(HandlesOfUsersModule, {
    name: namespace,
    version: '1.0.0',
    log: new RecordedLog(),
    auth: { verify: named },
    state: { store },
    events: { url: store },
    sessionVisibility: true,
  });
  open.push(app);
  return new URL((await app.listen({ transport: 'http', port: 0, signals: false })).address);
}

async function connect(kind: ClientKind, url: URL, who: string): Promise<LineClient> {
  const requestInit = { headers: bearer(who) };
  const transport =
    kind === sdkV1
      ? new FirstTransport(url, { requestInit })
      : new StreamableHTTPClientTransport(url, { requestInit });
  const client = await kind.connect(transport);
  open.push(client);
  return client;
}

const value = async (client: LineClient, tool: string, args = {}) =>
  (await client.callTool(tool, args)).structuredContent;

const kinds = clientKinds.filter(({ name }) => name === 'SDK v1' || name === 'SDK v2 pinned');
const lines = kinds.flatMap((kind) => [
  [kind.name, 'Redis', kind, redisUrl] as const,
  [kind.name, 'PostgreSQL', kind, postgresUrl] as const,
]);

describe.each(lines)('%s, two processes with %s', (_client, _store, kind, store) => {
  test('what a user keeps is found by any of their clients, anywhere, and by nobody else', async () => {
    const namespace = `users ${randomUUID()}`;
    const [one, two] = [await serve(namespace, store), await serve(namespace, store)];
    const ada = await connect(kind, one, 'ada.at.phone');
    await ada.callTool('keep', { value: 'dark' });
    expect(await value(await connect(kind, two, 'ada.at.desk'), 'kept')).toEqual({ value: 'dark' });
    expect(await value(await connect(kind, two, 'bob'), 'kept')).toEqual({ value: null });
  });
});

describe.each([
  ['Redis', redisUrl],
  ['PostgreSQL', postgresUrl],
])('over the stateless revision, with %s', (_name, store) => {
  const stateless = kinds.find(({ era }) => era === 'stateless')!;
  test('a handle is refused to everybody but the one it was given to', async () => {
    const namespace = `users ${randomUUID()}`;
    const [one, two] = [await serve(namespace, store), await serve(namespace, store)];
    const [ada, bob] = [await connect(stateless, one, 'ada'), await connect(stateless, two, 'bob')];
    const { session } = (await value(ada, 'begin')) as { session: string };
    const elsewhere = await connect(stateless, two, 'ada');
    expect(await value(elsewhere, 'peek', { id: session })).toEqual({ value: 'of the handle' });
    expect(await value(bob, 'peek', { id: session })).toEqual({ code: 'PORTICO_SESSION_UNKNOWN' });
  });

  test('what a user hides is hidden from their clients everywhere, and from nobody else', async () => {
    const namespace = `users ${randomUUID()}`;
    const [one, two] = [await serve(namespace, store), await serve(namespace, store)];
    const [ada, bob] = [await connect(stateless, one, 'ada'), await connect(stateless, two, 'bob')];
    await ada.callTool('hide');
    const names = async (client: LineClient) => (await client.listTools()).map(({ name }) => name);
    expect(await names(await connect(stateless, two, 'ada'))).not.toContain('extra');
    expect(await names(bob)).toContain('extra');
  });
});

describe.each([
  ['Redis', redisUrl],
  ['PostgreSQL', postgresUrl],
])('a session shared over %s', (_name, store) => {
  test('does not exist for another user in any process', async () => {
    const namespace = `users ${randomUUID()}`;
    const [one, two] = [await serve(namespace, store), await serve(namespace, store)];
    const transport = new FirstTransport(one, { requestInit: { headers: bearer('ada') } });
    const client = await sdkV1.connect(transport);
    open.push(client);
    const ask = async (url: URL, who: string) => {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          ...bearer(who),
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-session-id': transport.sessionId!,
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'ping' }),
      });
      await answer.text();
      return answer.status;
    };
    expect([await ask(two, 'bob'), await ask(one, 'bob')]).toEqual([404, 404]);
    expect([await ask(two, 'ada'), await ask(two, 'bob'), await ask(one, 'ada')]).toEqual([200, 404, 200]);
  });
});
