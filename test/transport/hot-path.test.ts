import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Agent, request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { PorticoFactory, type PorticoApp } from 'portico';
import { RecordedLog } from '../support/recorded-log.js';
import { OddModule, oddNames } from './support/odd-module.js';
import { parseEvents } from './support/raw-http.js';

/** The same server twice: with the hot path and without it. Whatever is sent to both is answered by both alike. */
class Server {
  readonly log = new RecordedLog();
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 4 });
  private app!: PorticoApp;
  private url!: string;
  session = '';

  constructor(private readonly hotPath: boolean) {}

  async start(): Promise<void> {
    this.app = await PorticoFactory.create(OddModule, {
      name: 'odd',
      version: '1.0.0',
      log: this.log,
      hotPath: this.hotPath,
    });
    this.url = (await this.app.listen({ transport: 'http', port: 0, signals: false })).address;
  }

  async open(version: string): Promise<void> {
    const clientInfo = { name: 'raw', version: '1.0.0' };
    const params = { protocolVersion: version, capabilities: {}, clientInfo };
    const { headers } = await this.send(session('initialize', params));
    this.session = String(headers['mcp-session-id']);
    await this.send({ ...session(), body: { jsonrpc: '2.0', method: 'notifications/initialized' } });
  }

  send({ headers, body }: Sent): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const own: OutgoingHttpHeaders = {
      'content-length': String(Buffer.byteLength(text)),
    };
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined) own[name] = value === SESSION ? this.session : value;
    return new Promise((resolve, reject) => {
      const sending = request(this.url, { method: 'POST', agent: this.agent, headers: own }, (response) => {
        let read = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (read += chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, text: read }),
        );
      });
      sending.once('error', reject);
      sending.end(text);
    });
  }

  async close(): Promise<void> {
    this.agent.destroy();
    await this.app.close();
  }
}

interface Sent {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Sent as JSON unless it is a string. */
  readonly body: unknown;
}

const SESSION = 'the session of the server';
const VERSION = '2026-07-28';
const envelope = {
  'io.modelcontextprotocol/protocolVersion': VERSION,
  'io.modelcontextprotocol/clientCapabilities': {},
};
const accepting = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

function stateless(method: string, params: object = {}, meta: object = {}): Sent {
  const { name, uri } = params as { name?: string; uri?: string };
  const named = name ?? uri;
  const headers = {
    ...accepting,
    'mcp-protocol-version': VERSION,
    'mcp-method': method,
    ...(named !== undefined && { 'mcp-name': named }),
  };
  return {
    headers,
    body: { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: { ...envelope, ...meta } } },
  };
}

function session(method = 'ping', params?: object): Sent {
  const headers = { ...accepting, ...(method !== 'initialize' && { 'mcp-session-id': SESSION }) };
  return { headers, body: { jsonrpc: '2.0', id: 1, method, ...(params && { params }) } };
}

function withHeaders({ headers, body }: Sent, more: Sent['headers']): Sent {
  return { headers: { ...headers, ...more }, body };
}

/** The same request with something else at the top of its message. */
function withBody({ headers, body }: Sent, more: object): Sent {
  return { headers, body: { ...(body as object), ...more } };
}

/** The same request as text, with a part of the text replaced, for what `JSON.stringify` does not write. */
function rewritten({ headers, body }: Sent, from: string, to: string): Sent {
  return { headers, body: JSON.stringify(body).replace(from, to) };
}

type Answered = Awaited<ReturnType<Server['send']>>;

/** How the body is cut on its way is nobody's business, nor is what differs from one answer to the next. */
const OF_THE_WAY = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'];

/** What a client can tell of an answer. */
function visible({ status, headers, text }: Answered): object {
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_WAY.includes(name)));
  if ('mcp-session-id' in own) own['mcp-session-id'] = 'there';
  const isStream = headers['content-type'] === 'text/event-stream';
  const plain = text.replace(/error id [\w-]+/g, 'error id');
  const messages = isStream ? parseEvents(plain) : plain === '' ? '' : (JSON.parse(plain) as unknown);
  return { status, headers: own, messages };
}

const servers = [new Server(true), new Server(false)] as const;
beforeAll(async () => {
  for (const server of servers) await server.start();
  for (const server of servers) await server.open('2025-11-25');
});
afterAll(async () => {
  for (const server of servers) await server.close();
});

async function expectAlike(sent: Sent): Promise<void> {
  const [on, off] = await Promise.all(servers.map((server) => server.send(sent)));
  expect(visible(on!)).toEqual(visible(off!));
}

const calls: readonly (readonly [string, object])[] = [
  ...oddNames.map((what) => ['odd', { what }] as const),
  ['echo', { a: 1, b: [{}] }],
  ['echo', {}],
  ['fail', { how: 'wrong' }],
  ['fail', { how: 'string' }],
  ['fail', { how: 'nothing' }],
  ['fail', {}],
  ['tell', {}],
  ['formed', { a: 1 }],
  ['formed', { a: 'one' }],
  ['formed', {}],
  ['mirror', { city: 'Ulm' }],
  ['nobody', {}],
  ['', {}],
  ['constructor', {}],
];

const eras = [
  { era: 'stateless', make: stateless },
  { era: 'session', make: session as typeof stateless },
] as const;

const PROTO = '"__proto__":{"polluted":true}';

describe.each(eras)('with and without the hot path, in the $era era', ({ era, make }) => {
  test.each(calls)('a call of %j with %j is answered alike', async (name, args) => {
    await expectAlike(make('tools/call', { name, arguments: args }));
  });

  const meta = (more: object) =>
    era === 'session'
      ? make('tools/call', { name: 'echo', arguments: {}, _meta: more })
      : make('tools/call', { name: 'echo', arguments: {} }, more);
  const echo = make('tools/call', { name: 'echo', arguments: { a: 1 } });

  test.each<[string, Sent]>([
    ['tools/list', make('tools/list')],
    ['tools/list again', make('tools/list')],
    ['resources/list', make('resources/list')],
    ['resources/templates/list', make('resources/templates/list')],
    ['prompts/list', make('prompts/list')],
    ['a wrong cursor', make('tools/list', { cursor: 'wrong' })],
    ['an empty cursor', make('tools/list', { cursor: '' })],
    ['a number as cursor', make('tools/list', { cursor: 1 })],
    ['ping', make('ping')],
    ['ping with parameters', make('ping', { a: 1 })],
    ['server/discover', make('server/discover')],
    ['logging/setLevel', make('logging/setLevel', { level: 'nothing' })],
    ['completion/complete', make('completion/complete', {})],
    ['an unknown method', make('tools/nothing')],
    ['a method of every object', make('constructor')],
    ['a prompt', make('prompts/get', { name: 'greet', arguments: { who: 'Ann' } })],
    ['a prompt without arguments', make('prompts/get', { name: 'greet' })],
    ['a prompt with a number', make('prompts/get', { name: 'greet', arguments: { who: 1 } })],
    ['an unknown prompt', make('prompts/get', { name: 'nobody' })],
    ...[
      'odd://text',
      'odd://blob',
      'odd://cached',
      'odd://broken',
      'odd://of/a/b',
      'odd://none',
      '',
      'no uri',
    ].map((uri): [string, Sent] => [`the resource ${uri}`, make('resources/read', { uri })]),
    ['a resource without address', make('resources/read')],
    ['a resource with more', make('resources/read', { uri: 'odd://text', more: 1 })],
    ['a call without arguments', make('tools/call', { name: 'echo' })],
    ['a call without name', make('tools/call', { arguments: {} })],
    ['a call with null', make('tools/call', { name: 'echo', arguments: null })],
    ['a call with a list', make('tools/call', { name: 'echo', arguments: [1] })],
    ['a call with text', make('tools/call', { name: 'echo', arguments: 'a' })],
    ['a call with more', make('tools/call', { name: 'echo', arguments: {}, more: 1 })],
    ['a call as task', make('tools/call', { name: 'echo', arguments: {}, task: { ttl: 1000 } })],
    ['a call with answers', make('tools/call', { name: 'echo', arguments: {}, inputResponses: {} })],
    ['a call with state', make('tools/call', { name: 'echo', arguments: {}, requestState: 'forged' })],
    ['__proto__ in arguments', rewritten(echo, '"a":1', PROTO)],
    ['__proto__ deep in arguments', rewritten(echo, '"a":1', `"a":{${PROTO}}`)],
    ['__proto__ in parameters', rewritten(echo, '"name":"echo"', `"name":"echo",${PROTO}`)],
    ['__proto__ in the message', rewritten(echo, '"id":1', `"id":1,${PROTO}`)],
    ['__proto__ in _meta', rewritten(meta({ a: 1 }), '"a":1', PROTO)],
    [
      'a progress token in __proto__ of _meta',
      rewritten(meta({ a: 1 }), '"a":1', '"__proto__":{"progressToken":{}}'),
    ],
    ['unknown keys in _meta', meta({ 'com.example/key': { deep: [1] }, plain: null })],
    ['unknown keys of the protocol in _meta', meta({ 'io.modelcontextprotocol/unknown': 1 })],
    ['a related task in _meta', meta({ 'io.modelcontextprotocol/related-task': { taskId: 'a' } })],
    ['a wrong related task in _meta', meta({ 'io.modelcontextprotocol/related-task': 1 })],
    ['a subscription in _meta', meta({ 'io.modelcontextprotocol/subscriptionId': 'a' })],
    ['a trace', meta({ traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' })],
    ...[0, 'token', '', 1.5, null, {}, -1, 2 ** 53].map((progressToken): [string, Sent] => [
      `the progress token ${JSON.stringify(progressToken)}`,
      withBody(meta({}), {
        params: { ...(meta({ progressToken }).body as { params: object }).params, name: 'tell' },
      }),
    ]),
    ...[0, -1, -0, '', '0', 'text "quoted" \u2028', null, 1.5, 1e21, 2 ** 53, true, {}, []].map(
      (id): [string, Sent] => [`the id ${JSON.stringify(id)}`, withBody(echo, { id })],
    ),
    ['the id 1.0', rewritten(echo, '"id":1', '"id":1.0')],
    ['the id -0', rewritten(echo, '"id":1', '"id":-0')],
    ['two ids', rewritten(echo, '"id":1', '"id":1,"id":2')],
    ['another version of JSON-RPC', withBody(echo, { jsonrpc: '1.0' })],
    ['more in the message', withBody(echo, { more: 1 })],
    ['a result in the message', withBody(echo, { result: {} })],
    ['null as parameters', withBody(echo, { params: null })],
    ['a list as parameters', withBody(echo, { params: [] })],
    ['a number as method', withBody(echo, { method: 1 })],
    ['no id', withBody(echo, { id: undefined })],
    ['a batch of one', { ...echo, body: [echo.body] }],
    ['an empty batch', { ...echo, body: [] }],
    ['null', { ...echo, body: null }],
    ['text', { ...echo, body: '"text"' }],
    ['no JSON', { ...echo, body: '{' }],
    ['nothing', { ...echo, body: '' }],
    ['too deep a value', { ...echo, body: '['.repeat(5_000) + ']'.repeat(5_000) }],
    [
      'a cancellation of nothing',
      withBody(echo, { id: undefined, method: 'notifications/cancelled', params: { requestId: 77 } }),
    ],
    ...[
      undefined,
      '*/*',
      'application/json',
      'text/event-stream',
      'text/html',
      'APPLICATION/JSON, TEXT/EVENT-STREAM',
    ].map((accept): [string, Sent] => [`Accept: ${accept}`, withHeaders(echo, { accept })]),
    ...[
      undefined,
      'text/plain',
      'application/json; charset=utf-8',
      'application/json; charset=latin1',
      'application/jsonx',
    ].map((type): [string, Sent] => [`Content-Type: ${type}`, withHeaders(echo, { 'content-type': type })]),
    ...[
      undefined,
      '',
      'nonsense',
      '2025-11-25',
      '2025-03-26',
      '2024-11-05',
      VERSION,
      '2027-01-01',
      ` ${VERSION} `,
    ].map((version): [string, Sent] => [
      `MCP-Protocol-Version: ${version}`,
      withHeaders(echo, { 'mcp-protocol-version': version }),
    ]),
    ...[undefined, '', 'tools/list', 'TOOLS/CALL', ['tools/call', 'tools/call']].map(
      (method): [string, Sent] => [
        `Mcp-Method: ${String(method)}`,
        withHeaders(echo, { 'mcp-method': method }),
      ],
    ),
    ...[
      undefined,
      '',
      'other',
      'ECHO',
      ['echo', 'echo'],
      ' echo ',
      '=?base64?ZWNobw==?=',
      '=?utf-8?B?ZWNobw==?=',
      'echo%20',
    ].map((name): [string, Sent] => [`Mcp-Name: ${String(name)}`, withHeaders(echo, { 'mcp-name': name })]),
    ['two protocol versions', withHeaders(echo, { 'mcp-protocol-version': [VERSION, VERSION] })],
    ['an unknown session', withHeaders(echo, { 'mcp-session-id': 'unknown' })],
    ['a foreign origin', withHeaders(echo, { origin: 'https://evil.example' })],
    ['a foreign host', withHeaders(echo, { host: 'evil.example' })],
    ['a body that is said to be compressed', withHeaders(echo, { 'content-encoding': 'gzip' })],
    [
      'Mcp-Param-City where it is mirrored',
      withHeaders(make('tools/call', { name: 'mirror', arguments: { city: 'Ulm' } }), {
        'mcp-param-city': 'Ulm',
      }),
    ],
    [
      'another Mcp-Param-City',
      withHeaders(make('tools/call', { name: 'mirror', arguments: { city: 'Ulm' } }), {
        'mcp-param-city': 'Bonn',
      }),
    ],
    ['Mcp-Param-City where it is not', withHeaders(echo, { 'mcp-param-city': 'Bonn' })],
    [
      'a name in letters, encoded',
      withHeaders(make('resources/read', { uri: 'odd://of/Ünï' }), {
        'mcp-name': '=?base64?b2RkOi8vb2Yvw5xuw68=?=',
      }),
    ],
    ['a name in letters, as it is', make('resources/read', { uri: 'odd://of/Ünï' })],
    ['a name that looks encoded', make('tools/call', { name: '=?base64?ZWNobw==?=', arguments: {} })],
  ])('%s is answered alike', async (_what, sent) => {
    await expectAlike(sent);
  });

  const levels = ['debug', 'info', 'error', 'emergency', 'nothing', null, 1];
  test.each(levels)('what is logged is told alike from level %j on', async (level) => {
    const key = 'io.modelcontextprotocol/logLevel';
    const call = { name: 'tell', arguments: {} };
    if (era === 'session') {
      await expectAlike(make('logging/setLevel', { level }));
      await expectAlike(make('tools/call', { ...call, _meta: { progressToken: 'a' } }));
      await expectAlike(make('logging/setLevel', { level: 'debug' }));
    } else await expectAlike(make('tools/call', call, { [key]: level, progressToken: 'a' }));
  });

  test('whatever parameters there are, they are answered alike', async () => {
    const key = fc.constantFrom(
      'name',
      'arguments',
      'uri',
      'cursor',
      '_meta',
      'a',
      'task',
      'constructor',
      'toString',
    );
    const value = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom<unknown>('echo', 'greet', 'odd://text', {}, { who: 'x' }, { a: 1 }),
      },
      { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
    );
    const method = fc.constantFrom(
      'tools/call',
      'prompts/get',
      'resources/read',
      'tools/list',
      'resources/list',
      'ping',
    );
    await fc.assert(
      fc.asyncProperty(method, fc.dictionary(key, value, { maxKeys: 4 }), async (name, params) => {
        const { _meta, ...rest } = params;
        const plain = (text: unknown) =>
          typeof text === 'string' && /^[ -~]*$/.test(text) ? text : undefined;
        const sent =
          era === 'session'
            ? make(name, params)
            : make(name, rest, typeof _meta === 'object' && _meta !== null ? _meta : {});
        await expectAlike(withHeaders(sent, { 'mcp-name': plain(params['name'] ?? params['uri']) }));
      }),
      { numRuns: 150, seed: 20_261_122 },
    );
  });
});

test('whatever a client says of itself, it is answered alike', async () => {
  const some = fc.constantFrom<unknown>(
    {},
    true,
    null,
    'text',
    1,
    { form: {} },
    { listChanged: true },
    { tools: {}, context: {} },
    { schemaValidation: true },
    { 'com.example/a': {} },
    { 'com.example/a': 1 },
  );
  const capability = fc.constantFrom(
    'elicitation',
    'sampling',
    'roots',
    'extensions',
    'experimental',
    'tasks',
    'other',
  );
  const info = fc.dictionary(
    fc.constantFrom('name', 'version', 'title', 'icons', 'websiteUrl', 'other'),
    fc.constantFrom<unknown>('text', '', 1, []),
    { maxKeys: 4 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(capability, some, { maxKeys: 3 }),
      fc.option(info),
      async (capabilities, clientInfo) => {
        await expectAlike(
          stateless(
            'tools/call',
            { name: 'echo', arguments: {} },
            {
              'io.modelcontextprotocol/clientCapabilities': capabilities,
              ...(clientInfo && { 'io.modelcontextprotocol/clientInfo': clientInfo }),
            },
          ),
        );
      },
    ),
    { numRuns: 150, seed: 20_261_122 },
  );
});

test('what the operators read is the same', () => {
  const read = ({ log }: Server) =>
    log.lines
      .filter((line) => !/^(debug|info)/.test(line))
      .map((line) => line.split('\n    at ')[0]!.replace(/\([0-9a-f]{12}\)|error [0-9a-f]{12}/g, '#'))
      .sort();
  expect(read(servers[0])).toEqual(read(servers[1]));
});
