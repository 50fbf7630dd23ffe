import { afterEach, expect, it } from '@jest/globals';
import { Context, Module, PorticoFactory, Prompt, Resource, silentLog, Tool } from 'portico';
import { eventually } from '../support/eventually.js';
import { sendStateless } from './support/raw-http.js';
import { RawLine, type Message } from './support/raw-line.js';
import { serve } from './support/serve.js';

class Changing {
  @Tool('Change everything')
  async change(ctx: Context) {
    await ctx.notifyToolListChanged();
    await ctx.notifyPromptListChanged();
    await ctx.notifyResourceListChanged();
    await ctx.notifyResourceUpdated('test://one');
    await ctx.notifyResourceUpdated('test://other');
  }

  @Resource('test://one', { cache: { ttl: '90s', scope: 'public' } })
  one() {
    return 'one';
  }

  @Resource('test://other')
  other() {
    return 'other';
  }

  @Prompt('Say hello')
  hello() {
    return 'Hello';
  }
}

@Module({ providers: [Changing] })
class ChangingModule {}

const served = serve(ChangingModule);
const cached = serve(ChangingModule, { listCache: { ttl: '2m', scope: 'public' }, pageSize: 1 });
const open: RawLine[] = [];
afterEach(() => Promise.all(open.splice(0).map((line) => line.close())));

async function connect(app = served.app): Promise<RawLine> {
  const line = await RawLine.open(app, 'stateless');
  open.push(line);
  return line;
}

const listen = (line: RawLine, notifications: object) =>
  line.begin('subscriptions/listen', { notifications });
const subscriptionOf = ({ params, result }: Message) =>
  ((params ?? result)?.['_meta'] as Record<string, unknown>)['io.modelcontextprotocol/subscriptionId'];
const acknowledged = 'notifications/subscriptions/acknowledged';

it('1.9: a stream is acknowledged first, with what it will carry', async () => {
  const line = await connect();
  await listen(line, { toolsListChanged: true, resourceSubscriptions: ['test://one'] });
  await eventually(() => expect(line.received.length).toBeGreaterThan(0));
  expect(line.received[0]).toMatchObject({
    method: acknowledged,
    params: { notifications: { toolsListChanged: true, resourceSubscriptions: ['test://one'] } },
  });
});

it('1.9: a stream carries what it asked for and nothing else, each message with its id', async () => {
  const [line, other] = [await connect(), await connect()];
  const id = await listen(line, { promptsListChanged: true, resourceSubscriptions: ['test://one'] });
  await eventually(() => expect(line.notified(acknowledged)).toHaveLength(1));
  await other.call('change');
  await eventually(() => expect(line.received.length).toBeGreaterThanOrEqual(3));
  const methods = line.received.map(({ method }) => method).sort();
  expect(methods).toEqual([
    'notifications/prompts/list_changed',
    'notifications/resources/updated',
    acknowledged,
  ]);
  for (const message of line.received) expect(String(subscriptionOf(message))).toBe(String(id));
});

it('1.9: a stream over HTTP ends with an empty result when the server stops', async () => {
  const app = await PorticoFactory.create(ChangingModule, { name: 'x', version: '1.0.0', log: silentLog });
  const { address } = await app.listen({ transport: 'http', port: 0, signals: false });
  const stream = sendStateless(new URL(address), 'subscriptions/listen', {
    notifications: { toolsListChanged: true },
  });
  const line = await RawLine.open(app, 'stateless');
  await eventually(async () => {
    await line.call('change');
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await line.close();
  await app.close();
  const { messages } = await stream;
  expect(messages[0]?.method).toBe(acknowledged);
  expect(messages.at(-1)).toMatchObject({ id: 1, result: { resultType: 'complete' } });
  expect(messages.at(-1)?.error).toBeUndefined();
});

const lists = ['server/discover', 'tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'];

it.each(lists)('1.10: %s says that it may not be kept, unless the server says otherwise', async (method) => {
  expect((await (await connect()).request(method)).result).toMatchObject({ ttlMs: 0, cacheScope: 'private' });
  const { result } = await (await connect(cached.app)).request(method);
  expect(result).toMatchObject({ ttlMs: 120_000, cacheScope: 'public' });
});

it('1.10: every page has the same scope', async () => {
  const line = await connect(cached.app);
  const { result } = await line.request('resources/list');
  const next = await line.request('resources/list', { cursor: result?.['nextCursor'] });
  expect(next.result).toMatchObject({ ttlMs: 120_000, cacheScope: 'public' });
});

it('1.10: a resource says how long it may be kept', async () => {
  const line = await connect();
  const read = async (uri: string) => (await line.request('resources/read', { uri })).result;
  expect(await read('test://one')).toMatchObject({ ttlMs: 90_000, cacheScope: 'public' });
  expect(await read('test://other')).toMatchObject({ ttlMs: 0, cacheScope: 'private' });
});

it('1.10: a session is told nothing of it', async () => {
  const line = await RawLine.open(cached.app, 'session');
  open.push(line);
  expect((await line.request('tools/list')).result).not.toHaveProperty('ttlMs');
});
