import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Context,
  Module,
  PorticoFactory,
  silentLog,
  StartupError,
  Tool,
  UserError,
  type ToolOptions,
} from 'portico';
import { openSession, sendStateless } from './support/raw-http.js';
import { RawLine, text } from './support/raw-line.js';
import { serve } from './support/serve.js';

const tuple2020 = { type: 'object', properties: { pair: { prefixItems: [{ type: 'string' }] } } };
const tuple07 = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { pair: { items: [{ type: 'string' }] } },
};

class BaseTools {
  @Tool({ name: 'change', tags: ['first'], version: '2.0.0' })
  async change(ctx: Context) {
    await ctx.notifyToolListChanged();
    return 'changed';
  }

  @Tool({ name: 'caller' })
  async caller(ctx: Context) {
    await setTimeout(30);
    return `${ctx.client.name} ${ctx.requestId}`;
  }

  @Tool({ name: 'dialect2020', input: tuple2020 })
  dialect2020(_input: unknown) {
    return 'fits';
  }

  @Tool({ name: 'dialect07', input: tuple07 })
  dialect07(_input: unknown) {
    return 'fits';
  }

  @Tool({ name: 'ask' })
  async ask(ctx: Context) {
    return JSON.stringify(await ctx.elicit('Which?', String));
  }

  @Tool({ name: 'trace' })
  trace(ctx: Context) {
    return JSON.stringify(ctx.trace ?? null);
  }

  @Tool({ name: 'extensions' })
  extensions(ctx: Context) {
    return JSON.stringify(ctx.client.capabilities.extensions ?? {});
  }

  @Tool({ name: 'refuse' })
  refuse() {
    throw new UserError('No');
  }
}

@Module({ providers: [BaseTools] })
class BaseModule {}

const served = serve(BaseModule, { interaction: { ttl: 200 } });
const open: RawLine[] = [];
afterEach(() => Promise.all(open.splice(0).map((line) => line.close())));

async function connect(era: 'session' | 'stateless', capabilities: object = {}): Promise<RawLine> {
  const line = await RawLine.open(served.app, era, capabilities);
  open.push(line);
  return line;
}

const names = ({ result }: { result?: Record<string, unknown> }) =>
  (result?.['tools'] as { name: string }[]).map(({ name }) => name);

it('B3: on the stateless revision a list is the same whatever came before it on the connection', async () => {
  const line = await connect('stateless');
  const before = await line.request('tools/list');
  await line.call('change');
  await line.call('refuse');
  expect(names(await line.request('tools/list'))).toEqual(names(before));
  expect(names(await (await connect('stateless')).request('tools/list'))).toEqual(names(before));
});

it('B4: requests of several clients on one connection do not mix', async () => {
  const line = await connect('stateless');
  const as = (name: string) => ({ 'io.modelcontextprotocol/clientInfo': { name, version: '1.0.0' } });
  const first = await line.begin('tools/call', { name: 'caller' }, as('one'));
  const second = await line.begin('tools/call', { name: 'caller' }, as('two'));
  expect(text(await line.answer(first))).toBe(`one ${first}`);
  expect(text(await line.answer(second))).toBe(`two ${second}`);
});

describe.each(['session', 'stateless'] as const)('%s', (era) => {
  it('B5: without $schema a schema is read as JSON Schema 2020-12', async () => {
    const line = await connect(era);
    expect((await line.call('dialect2020', { pair: [7] })).result?.['isError']).toBe(true);
    expect(text(await line.call('dialect2020', { pair: ['a'] }))).toBe('fits');
  });

  it('B5: a schema that names a dialect is read in it', async () => {
    const line = await connect(era);
    expect((await line.call('dialect07', { pair: [7] })).result?.['isError']).toBe(true);
    expect(text(await line.call('dialect07', { pair: ['a'] }))).toBe('fits');
  });

  it('B7: keys of the framework in _meta have a prefix of its own', async () => {
    const { result } = await (await connect(era)).request('tools/list');
    const keys = (result?.['tools'] as { _meta?: object }[]).flatMap(({ _meta = {} }) => Object.keys(_meta));
    expect(keys.sort()).toEqual(['portico/tags', 'portico/version']);
  });

  it('B11: a trace in W3C form is handed on, and another is not', async () => {
    const line = await connect(era);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const call = (_meta: object) => line.call('trace', {}, { _meta });
    expect(text(await call({ traceparent, tracestate: 'a=1', baggage: 'b=2' }))).toBe(
      JSON.stringify({ traceparent, tracestate: 'a=1', baggage: 'b=2' }),
    );
    expect(text(await call({ traceparent: 'somewhere' }))).toBe('null');
  });
});

it.each([
  ['a dialect nobody knows', { $schema: 'https://example.com/schema', type: 'object' }, 'B5'],
  [
    'a reference to another document',
    { type: 'object', properties: { a: { $ref: 'https://example.com/a' } } },
    'B6',
  ],
])('a schema with %s is refused at start-up (%s)', async (_, input, id) => {
  class Unusable {
    @Tool({ name: 'unusable', input: input as NonNullable<ToolOptions['input']> })
    unusable(_input: unknown) {}
  }
  @Module({ providers: [Unusable] })
  class UnusableModule {}
  const creation = PorticoFactory.create(UnusableModule, { name: id, version: '1.0.0', log: silentLog });
  await expect(creation).rejects.toThrow(StartupError);
});

it('B6: values of great depth are refused before they are judged', async () => {
  const deep = Array.from({ length: 200 }).reduce<object>((value) => ({ value }), {});
  const { result } = await (await connect('stateless')).call('dialect2020', { pair: deep });
  expect(result?.['isError']).toBe(true);
});

it('B9: a capability the client did not declare is refused with -32021 and HTTP 400', async () => {
  const { status, messages } = await sendStateless(served.url, 'tools/call', { name: 'ask', arguments: {} });
  expect(status).toBe(400);
  expect(messages[0]?.error).toMatchObject({
    code: -32_021,
    data: { requiredCapabilities: { elicitation: { form: {} } } },
  });
});

it('B12: a question to the client ends after its time, and the client is told', async () => {
  const line = await connect('session', { elicitation: {} });
  const { result } = await line.call('ask');
  expect(result?.['isError']).toBe(true);
  const { id } = await line.asked('elicitation/create');
  expect(line.notified('notifications/cancelled').map(({ params }) => params?.['requestId'])).toEqual([id]);
});

it('B2, B10: every result of the stateless revision has its type and names the server', async () => {
  for (const method of ['server/discover', 'tools/list']) {
    const { messages } = await sendStateless(served.url, method);
    expect(messages[0]?.result).toMatchObject({
      resultType: 'complete',
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'obligations', version: '1.0.0' } },
    });
  }
});

it('B8: a request without its envelope is refused with -32602 and HTTP 400', async () => {
  const { status, messages } = await sendStateless(
    served.url,
    'tools/list',
    {},
    {
      meta: { 'io.modelcontextprotocol/clientCapabilities': undefined },
    },
  );
  expect(status).toBe(400);
  expect(messages[0]?.error?.code).toBe(-32_602);
});

it('L1, L2: a session opens with initialize and gets a revision the server speaks', async () => {
  const { opened } = await openSession(served.url);
  expect(opened.messages[0]?.result).toMatchObject({
    protocolVersion: '2025-11-25',
    serverInfo: { name: 'obligations', version: '1.0.0' },
    capabilities: { tools: { listChanged: true } },
  });
  const line = new RawLine(served.app, 'session');
  open.push(line);
  expect((await line.initialize('1999-01-01')).result?.['protocolVersion']).toBe('2025-11-25');
});

it('L9: what a client declares of extensions reaches the tool, and decides nothing by itself', async () => {
  const line = await connect('stateless', { extensions: { 'com.example/stamps': { gold: true } } });
  expect(text(await line.call('extensions'))).toBe('{"com.example/stamps":{"gold":true}}');
  expect(text(await (await connect('stateless')).call('extensions'))).toBe('{}');
});
