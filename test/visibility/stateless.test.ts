import { afterEach, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { PorticoFactory, type PorticoApp, type PorticoOptions } from 'portico';
import { listenTo, type EventStream } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { localLines, onePerEra } from '../support/lines.js';
import { RecordedLog } from '../support/recorded-log.js';
import { ShopModule } from './shop.fixture.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const serve = async (
  options: Partial<PorticoOptions> = { sessionVisibility: true },
): Promise<{ app: PorticoApp; url: URL }> => {
  const log = new RecordedLog();
  const app = await PorticoFactory.create(ShopModule, {
    name: 'shop',
    version: '1.0.0',
    log,
    ...options,
  });
  open.push(app);
  const { address } = await app.listen({ transport: 'http', port: 0, signals: false });
  return { app, url: new URL(address) };
};

const connect = async (url: URL): Promise<Client> => {
  const client = new Client(
    { name: 'second', version: '1.0.0' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  await client.connect(new StreamableHTTPClientTransport(url));
  open.push(client);
  return client;
};

const names = async (client: Client, session?: string): Promise<string[]> => {
  const { tools } = await client.listTools({
    ...(session !== undefined && { _meta: { 'portico/session': session } }),
  });
  return tools.map(({ name }) => name);
};

/** Begins a session that does not see what costs money. */
const begin = async (client: Client): Promise<string> => {
  const result = await client.callTool({ name: 'hideHere', arguments: { tags: ['money'] } });
  return result._meta?.['portico/session'] as string;
};

describe('over HTTP', () => {
  it('the rules of a session handle hold for the requests that carry it, and for no others', async () => {
    const { url } = await serve();
    const [client, other] = [await connect(url), await connect(url)];
    const session = await begin(client);
    expect(await names(client, session)).not.toContain('pay');
    expect(await names(client)).toContain('pay');
    expect(await names(other)).toContain('pay');
    const call = client.callTool({ name: 'pay', _meta: { 'portico/session': session } });
    await expect(call).rejects.toThrow(/Unknown tool: pay/);
    expect(await client.callTool({ name: 'pay' })).not.toHaveProperty('isError');
  });

  it('the handle among the arguments of a tool counts as well', async () => {
    const { url } = await serve();
    const client = await connect(url);
    const session = await begin(client);
    await client.callTool({ name: 'hideHere', arguments: { session, names: ['hideHere'] } });
    const call = client.callTool({ name: 'hideHere', arguments: { session, names: ['reset'] } });
    await expect(call).rejects.toThrow(/Unknown tool: hideHere/);
    expect(await names(client, session)).not.toContain('refund');
  });

  it.each(['forget', 'leave'])(
    '%s: rules go with what a handle keeps, and its streams are told',
    async (tool) => {
      const { url } = await serve();
      const client = await connect(url);
      const session = await begin(client);
      const stream = await listenTo(url, { meta: { 'portico/session': session } });
      open.push(stream);
      await client.callTool({ name: tool, arguments: { session } });
      await eventually(() =>
        expect([...stream.told].sort()).toEqual([
          'notifications/resources/list_changed',
          'notifications/tools/list_changed',
        ]),
      );
    },
  );

  it('what is hidden suggests nothing', async () => {
    const { url } = await serve();
    const client = await connect(url);
    const session = await begin(client);
    const complete = (_meta: Record<string, unknown>) =>
      client.complete({
        ref: { type: 'ref/prompt', name: 'thank' },
        argument: { name: 'name', value: 'A' },
        _meta,
      });
    expect((await complete({})).completion.values).toEqual(['Ann']);
    await client.callTool({ name: 'hideHere', arguments: { session, kinds: ['prompt'] } });
    await expect(complete({ 'portico/session': session })).rejects.toThrow(/Unknown prompt: thank/);
  });

  it('a list for a handle nobody has is refused', async () => {
    const { url } = await serve();
    const client = await connect(url);
    await begin(client);
    await expect(names(client, 'made-up')).rejects.toThrow(/no session 'made-up'/);
  });

  it('only a stream of the session is told, once', async () => {
    const { url } = await serve();
    const client = await connect(url);
    const session = await begin(client);
    const [own, other] = [await listen(url, { 'portico/session': session }), await listen(url)];
    await client.callTool({ name: 'hideHere', arguments: { session, kinds: ['prompt'] } });
    await eventually(() => expect(own.told).toEqual(['notifications/prompts/list_changed']));
    expect(other.told).toEqual([]);
  });

  it('lists may be shared until they differ by caller', async () => {
    const { url } = await serve({
      listCache: { ttl: '2m', scope: 'public' },
      state: { store: 'memory:' },
    });
    const client = await connect(url);
    expect(await client.listTools()).toMatchObject({ ttlMs: 120_000, cacheScope: 'public' });
    await begin(client);
    const later = await connect(url);
    expect(await later.listTools()).toMatchObject({ ttlMs: 120_000, cacheScope: 'private' });
  });
});

describe.each(onePerEra(localLines).filter(({ client }) => client.era === 'stateless'))('$name', (line) => {
  it('where nobody can be told from others a rule is refused, and no list differs by connection', async () => {
    const server = await line.serve(ShopModule);
    open.push(server);
    const client = await server.connect();
    expect((await client.callTool('hide', { names: ['pay'] })).structuredContent).toMatchObject({
      code: 'PORTICO_STATE_NO_SESSION',
      message: expect.stringMatching(/differ by caller.*session: 'handle'.*authentication/),
    });
    expect((await client.listTools()).map(({ name }) => name)).toContain('pay');
  });
});

async function listen(url: URL, meta = {}): Promise<EventStream> {
  const stream = await listenTo(url, { meta });
  open.push(stream);
  return stream;
}
