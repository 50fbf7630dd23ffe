import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  Context,
  Module,
  Prompt,
  PorticoFactory,
  Resource,
  Tool,
  type PorticoApp,
  type PorticoOptions,
} from 'portico';
import { RecordedLog } from '../support/recorded-log.js';
import { POST_HEADERS, send, type RawResponse } from './support/raw-http.js';

/** The order of members is nobody's business. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}

class Tools {
  @Tool('Says who calls') who({ client, protocolVersion, era, sessionId }: Context) {
    return sorted({ client, protocolVersion, era, hasSession: sessionId !== undefined }) as object;
  }

  @Tool({ description: 'May become a task', task: 'optional' }) work() {
    return 'done';
  }
}

class Others {
  @Resource('all://of') all() {
    return 'all';
  }

  @Prompt('Says hello') hello() {
    return 'Hello';
  }
}

@Module({})
class EmptyModule {}

@Module({ providers: [Tools] })
class ToolModule {}

@Module({ providers: [Tools, Others] })
class FullModule {}

type Given = Pick<PorticoOptions, 'title' | 'description' | 'websiteUrl' | 'icons' | 'instructions'>;

const servers: readonly (readonly [string, { readonly module: new () => object; readonly more?: Given }])[] =
  [
    ['nothing at all', { module: EmptyModule }],
    ['tools', { module: ToolModule, more: { instructions: '' } }],
    [
      'everything, and much about itself',
      {
        module: FullModule,
        more: {
          title: 'Full \u2028 "title"',
          description: 'All there is',
          websiteUrl: 'https://example.org',
          icons: [
            { src: 'https://example.org/a.png', mimeType: 'image/png', sizes: ['48x48'], theme: 'dark' },
          ],
          instructions: 'Ask kindly.\nTwice.',
        },
      },
    ],
  ];

const clientInfo = { name: 'raw', version: '1.0.0' };
const usual = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
const PROTO = '"__proto__":{"polluted":true}';

const sometimes: readonly (readonly [string, unknown])[] = [
  ...['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'],
  ...['2026-07-28', '2027-01-01', '1999-01-01', 'DRAFT', '', ' 2025-11-25', 1, null, undefined],
].map((protocolVersion): [string, unknown] => [
  `the revision ${JSON.stringify(protocolVersion)}`,
  { ...usual, protocolVersion },
]);

const capabilities: readonly unknown[] = [
  undefined,
  null,
  [],
  'all',
  { other: {} },
  { elicitation: {} },
  { elicitation: { form: {} } },
  { elicitation: { form: {}, url: {} } },
  { elicitation: { form: { applyDefaults: true } } },
  { elicitation: { other: {} } },
  { elicitation: true },
  { sampling: {} },
  { sampling: { tools: {}, context: {} } },
  { sampling: { tools: { a: [1] }, other: {} } },
  { sampling: { tools: [] } },
  { roots: {} },
  { roots: { listChanged: true } },
  { roots: { listChanged: 'yes' } },
  { roots: { other: 1 } },
  { tasks: {} },
  {
    tasks: {
      list: {},
      cancel: {},
      requests: { sampling: { createMessage: {} }, elicitation: { create: {} } },
    },
  },
  { tasks: { requests: { other: {} } } },
  { tasks: { list: true } },
  { extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } } },
  { extensions: { 'com.example/a': 1 } },
  { experimental: { 'com.example/a': { deep: [{ deeper: null }] } } },
  { experimental: { 'com.example/a': {} }, roots: {}, sampling: {}, elicitation: {} },
  { experimental: [] },
];

const infos: readonly unknown[] = [
  undefined,
  null,
  'raw',
  {},
  { name: 'raw' },
  { version: '1' },
  { name: '', version: '' },
  { name: 1, version: '1' },
  { ...clientInfo, title: 'Raw', description: 'By hand', websiteUrl: 'no URL' },
  { ...clientInfo, other: 1 },
  { ...clientInfo, title: null },
  { ...clientInfo, icons: [] },
  { ...clientInfo, icons: [{ src: 'a', mimeType: 'b', sizes: ['any'], theme: 'light' }] },
  { ...clientInfo, icons: [{ mimeType: 'b' }] },
  { ...clientInfo, icons: [{ src: 'a', theme: 'blue' }] },
  { ...clientInfo, icons: [{ src: 'a', other: 1 }] },
];

const params: readonly (readonly [string, unknown])[] = [
  ...sometimes,
  ...capabilities.map((capabilities): [string, unknown] => [
    `the capabilities ${JSON.stringify(capabilities)}`,
    { ...usual, capabilities },
  ]),
  ...infos.map((clientInfo): [string, unknown] => [
    `the client ${JSON.stringify(clientInfo)}`,
    { ...usual, clientInfo },
  ]),
  ['no parameters', undefined],
  ['null', null],
  ['a list', []],
  ['more', { ...usual, more: 1 }],
  ['_meta', { ...usual, _meta: { a: 1 } }],
  ['a progress token', { ...usual, _meta: { progressToken: 7 } }],
  ['a wrong progress token', { ...usual, _meta: { progressToken: {} } }],
  ['_meta that is none', { ...usual, _meta: [] }],
  ['a key of the protocol in _meta', { ...usual, _meta: { 'io.modelcontextprotocol/logLevel': 'error' } }],
  ['a revision in _meta', { ...usual, _meta: { 'io.modelcontextprotocol/protocolVersion': '2025-11-25' } }],
  ['a related task', { ...usual, _meta: { 'io.modelcontextprotocol/related-task': { taskId: 'a' } } }],
];

const texts: readonly (readonly [string, string])[] = [
  ['__proto__ in the parameters', rewritten('"capabilities":{}', `"capabilities":{},${PROTO}`)],
  ['__proto__ in the capabilities', rewritten('"capabilities":{}', `"capabilities":{${PROTO}}`)],
  [
    '__proto__ deep in them',
    rewritten('"capabilities":{}', `"capabilities":{"experimental":{"a":{${PROTO}}}}`),
  ],
  ['__proto__ as experiment', rewritten('"capabilities":{}', `"capabilities":{"experimental":{${PROTO}}}`)],
  ['__proto__ in the client', rewritten('"name":"raw"', `"name":"raw",${PROTO}`)],
  [
    'a number that is too large',
    rewritten('"capabilities":{}', '"capabilities":{"experimental":{"a":{"b":1e999}}}'),
  ],
  ['an id that is text', rewritten('"id":1', '"id":"one"')],
  ['an id that is null', rewritten('"id":1', '"id":null')],
  ['an id that is 1.5', rewritten('"id":1', '"id":1.5')],
  ['no id', rewritten('"id":1,', '')],
  ['more in the message', rewritten('"id":1', '"id":1,"more":1')],
  ['a batch of one', `[${rewritten('', '')}]`],
  ['a batch of two', `[${rewritten('', '')},${rewritten('"id":1', '"id":2')}]`],
  ['a batch with something else', `[${rewritten('', '')},{"jsonrpc":"2.0","id":2,"method":"ping"}]`],
];

function rewritten(from: string, to: string): string {
  return JSON.stringify(initialize(usual)).replace(from, to);
}

function initialize(params: unknown): object {
  return { jsonrpc: '2.0', id: 1, method: 'initialize', params };
}

type Headers = Record<string, string | undefined>;

/** One server, with the hot path or without it. */
class Server {
  readonly log = new RecordedLog();
  private app!: PorticoApp;
  private url!: string;

  constructor(private readonly hotPath: boolean) {}

  async start(module: new () => object, more: Given = {}): Promise<void> {
    const { hotPath, log } = this;
    this.app = await PorticoFactory.create(module, { name: 'odd', version: '1.0.0', ...more, log, hotPath });
    this.url = (await this.app.listen({ transport: 'http', port: 0, signals: false })).address;
  }

  async post(body: unknown, headers: Headers = {}): Promise<RawResponse> {
    return send(this.url, { headers: { ...POST_HEADERS, ...headers }, body });
  }

  /** What a client can tell of a handshake, and of what comes after it. */
  async story(body: unknown, headers: Headers = {}): Promise<object> {
    const opening = await this.post(body, headers);
    const id = opening.headers['mcp-session-id'] as string | undefined;
    if (id === undefined) return { opening: visible(opening) };
    const own = { ...headers, 'mcp-session-id': id };
    const say = async (message: object): Promise<object> =>
      visible(await this.post({ jsonrpc: '2.0', ...message }, own));
    const who = { method: 'tools/call', params: { name: 'who', arguments: {} } };
    return {
      opening: visible(opening),
      early: await say({ id: 'early', ...who }),
      again: await say({ id: 'again', method: 'initialize', params: usual }),
      initialized: await say({ method: 'notifications/initialized' }),
      twice: await say({ method: 'notifications/initialized' }),
      list: await say({ id: 'list', method: 'tools/list' }),
      who: await say({ id: 'who', ...who }),
      engine: await say({ id: 'level', method: 'logging/setLevel', params: { level: 'error' } }),
      after: await say({ id: 'after', ...who }),
      batch: visible(await this.post([{ jsonrpc: '2.0', id: 'a', ...who }], own)),
    };
  }

  async close(): Promise<void> {
    await this.app.close();
  }
}

/** How the body is cut on its way is nobody's business, nor is what differs from one answer to the next. */
const OF_THE_WAY = ['date', 'connection', 'keep-alive', 'transfer-encoding'];

function visible({ status, headers, text }: RawResponse): object {
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_WAY.includes(name)));
  if ('mcp-session-id' in own) own['mcp-session-id'] = 'there';
  return { status, headers: own, text: text.replace(/error id [\w-]+/g, 'error id') };
}

describe.each(servers)('the handshake of a server with %s', (_what, { module, more }) => {
  const pair = [new Server(true), new Server(false)] as const;
  beforeAll(async () => {
    for (const server of pair) await server.start(module, more);
  });
  afterAll(async () => {
    for (const server of pair) await server.close();
  });

  async function expectAlike(body: unknown, headers?: Headers): Promise<void> {
    const [on, off] = await Promise.all(pair.map((server) => server.story(body, headers)));
    expect(on).toEqual(off);
  }

  test.each(params)('%s: is the same with and without the hot path', async (_what, given) => {
    await expectAlike(initialize(given));
  });

  test.each(texts)('%s: is the same with and without the hot path', async (_what, text) => {
    await expectAlike(text);
  });

  test.each<Headers>([
    { 'mcp-protocol-version': '2025-06-18' },
    { 'mcp-protocol-version': '2025-03-26' },
    { 'mcp-protocol-version': 'nonsense' },
    { 'mcp-protocol-version': '2026-07-28' },
    { 'mcp-session-id': 'unknown' },
    { accept: 'application/json' },
    { accept: undefined },
    { 'content-type': 'application/json; charset=utf-8' },
    { 'content-type': 'text/plain' },
  ])('with the headers %j it is the same with and without the hot path', async (headers) => {
    await expectAlike(initialize(usual), headers);
  });

  test('whatever a client says of itself, it is the same with and without the hot path', async () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    const key = fc.constantFrom(
      'elicitation',
      'sampling',
      'roots',
      'tasks',
      'extensions',
      'experimental',
      'a',
    );
    const part = fc.constantFrom('form', 'url', 'tools', 'context', 'listChanged', 'list', 'requests', 'b/c');
    const value = fc.oneof(
      fc.dictionary(part, fc.oneof(fc.constantFrom<unknown>({}, true, { create: {} }), json), { maxKeys: 3 }),
      json,
    );
    const given = fc.record(
      {
        protocolVersion: fc.constantFrom<unknown>('2025-11-25', '2025-03-26', '2026-07-28', 1),
        capabilities: fc.dictionary(key, value, { maxKeys: 3 }),
        clientInfo: fc.oneof(
          fc.constant(clientInfo),
          fc.dictionary(fc.constantFrom('name', 'version', 'icons'), json),
        ),
        _meta: fc.dictionary(fc.constantFrom('progressToken', 'a'), json, { maxKeys: 1 }),
      },
      { requiredKeys: ['protocolVersion', 'capabilities', 'clientInfo'] },
    );
    await fc.assert(
      fc.asyncProperty(given, async (params) => expectAlike(initialize(params))),
      { numRuns: 60, seed: 20_261_122 },
    );
  });

  test('the operators read the same', () => {
    const read = ({ log }: Server) =>
      log.lines
        .filter((line) => !/^(debug|info)/.test(line))
        .map((line) => line.split('\n    at ')[0]!.replace(/\([0-9a-f]{12}\)|error [0-9a-f]{12}/g, '#'))
        .sort();
    expect(read(pair[0])).toEqual(read(pair[1]));
  });
});

test('components that come and go are what sessions are told of that open afterwards', async () => {
  const pair = [new Server(true), new Server(false)] as const;
  for (const server of pair) await server.start(EmptyModule);
  const both = () => Promise.all(pair.map((server) => server.story(initialize(usual))));
  const seen = [];
  for (const change of [
    (_app: PorticoApp) => undefined,
    (app: PorticoApp) => app.addComponents(Others),
    (app: PorticoApp) => app.addComponents(Tools),
    (app: PorticoApp) => app.removeComponents(Others),
    (app: PorticoApp) => app.removeComponents(Tools),
  ]) {
    for (const server of pair) await change(server['app']);
    const [on, off] = await both();
    expect(on).toEqual(off);
    seen.push(on);
  }
  expect(new Set(seen.map((story) => JSON.stringify(story))).size).toBe(4); // the first is the last
  for (const server of pair) await server.close();
});
