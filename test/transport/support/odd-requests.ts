import { oddNames } from './odd-module.js';

/** What is sent to a server, as it is. */
export interface Sent {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Sent as JSON unless it is a string. */
  readonly body: unknown;
}

/** Stands for the session of the server a request is sent to. */
export const SESSION = 'the session of the server';
export const VERSION = '2026-07-28';
const envelope = {
  'io.modelcontextprotocol/protocolVersion': VERSION,
  'io.modelcontextprotocol/clientCapabilities': {},
};
const accepting = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

export function stateless(method: string, params: object = {}, meta: object = {}): Sent {
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

export function session(method = 'ping', params?: object): Sent {
  const headers = { ...accepting, ...(method !== 'initialize' && { 'mcp-session-id': SESSION }) };
  return { headers, body: { jsonrpc: '2.0', id: 1, method, ...(params && { params }) } };
}

export function withHeaders({ headers, body }: Sent, more: Sent['headers']): Sent {
  return { headers: { ...headers, ...more }, body };
}

/** The same request with something else at the top of its message. */
export function withBody({ headers, body }: Sent, more: object): Sent {
  return { headers, body: { ...(body as object), ...more } };
}

/** The same request as text, with a part of the text replaced, for what `JSON.stringify` does not write. */
function rewritten({ headers, body }: Sent, from: string, to: string): Sent {
  return { headers, body: JSON.stringify(body).replace(from, to) };
}

/** Calls of the odd tools. */
export const oddCalls: readonly (readonly [string, object])[] = [
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
  ['mirror', { city: null }],
  ['mirror', {}],
  ['ask', {}],
  ['nobody', {}],
  ['', {}],
  ['constructor', {}],
];

const PROTO = '"__proto__":{"polluted":true}';

/** What can be asked in an odd way, in either era. */
export function oddRequests(
  era: 'session' | 'stateless',
  make: typeof stateless,
): readonly (readonly [string, Sent])[] {
  const meta = (more: object) =>
    era === 'session'
      ? make('tools/call', { name: 'echo', arguments: {}, _meta: more })
      : make('tools/call', { name: 'echo', arguments: {} }, more);
  const echo = make('tools/call', { name: 'echo', arguments: { a: 1 } });
  return [
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
    [
      'a name with a byte order mark, encoded',
      withHeaders(make('resources/read', { uri: 'odd://of/a' }), {
        'mcp-name': '=?base64?77u/b2RkOi8vb2YvYQ==?=',
      }),
    ],
    [
      'a byte order mark as name, encoded',
      withHeaders(make('resources/read', { uri: '\uFEFFodd://of/a' }), {
        'mcp-name': '=?base64?77u/b2RkOi8vb2YvYQ==?=',
      }),
    ],
    [
      'half a letter as name, encoded',
      withHeaders(make('resources/read', { uri: 'odd://of/\uD800' }), {
        'mcp-name': '=?base64?b2RkOi8vb2Yv77+9?=',
      }),
    ],
    [
      'a name that looks encoded, encoded',
      withHeaders(make('tools/call', { name: '=?base64?ZWNobw==?=', arguments: {} }), {
        'mcp-name': '=?base64?PT9iYXNlNjQ/WldOb2J3PT0/PQ==?=',
      }),
    ],
    ['a name in letters, as it is', make('resources/read', { uri: 'odd://of/Ünï' })],
    ['a name that looks encoded', make('tools/call', { name: '=?base64?ZWNobw==?=', arguments: {} })],
  ];
}

/** What only a server of the stateless revision is asked. */
export function oddStatelessRequests(): readonly (readonly [string, Sent])[] {
  const note = (method: string, params?: object, headers: Sent['headers'] = {}): Sent => ({
    headers: { ...accepting, 'mcp-protocol-version': VERSION, 'mcp-method': method, ...headers },
    body: { jsonrpc: '2.0', method, ...(params && { params }) },
  });
  const of = (version: unknown) => ({
    _meta: { ...envelope, 'io.modelcontextprotocol/protocolVersion': version },
  });
  const listen = (notifications: unknown) => stateless('subscriptions/listen', { notifications });
  const counted = (row: unknown, isLast: unknown, headers: Sent['headers']) =>
    withHeaders(stateless('tools/call', { name: 'count', arguments: { at: { row }, isLast } }), headers);
  const echo = stateless('tools/call', { name: 'echo', arguments: {} });
  const later = '2027-01-01';
  return [
    ['a notification', note('notifications/initialized')],
    ['an unknown notification', note('notifications/nobody-knows', { a: 1 })],
    ['a cancellation', note('notifications/cancelled', { requestId: 1 })],
    ['a notification with an envelope', note('notifications/initialized', of(VERSION))],
    [
      'a notification of a later revision',
      note('notifications/initialized', of(later), { 'mcp-protocol-version': later }),
    ],
    ['a notification with two revisions', note('notifications/initialized', of(later))],
    ['a notification with a number as revision', note('notifications/initialized', of(1))],
    [
      'a notification of a session revision',
      note('notifications/initialized', of('2025-11-25'), { 'mcp-protocol-version': '2025-11-25' }),
    ],
    [
      'a notification without Mcp-Method',
      note('notifications/initialized', undefined, { 'mcp-method': undefined }),
    ],
    [
      'a notification with another Mcp-Method',
      note('notifications/initialized', undefined, { 'mcp-method': 'tools/call' }),
    ],
    ['a notification without Accept', note('notifications/initialized', undefined, { accept: undefined })],
    [
      'an initialization with an envelope',
      stateless('initialize', { protocolVersion: VERSION, capabilities: {} }),
    ],
    [
      'an initialization without one',
      {
        ...stateless('initialize'),
        body: session('initialize', {
          protocolVersion: VERSION,
          capabilities: {},
          clientInfo: { name: 'a', version: '1' },
        }).body,
      },
    ],
    [
      'a later revision',
      withHeaders(stateless('tools/list', {}, of(later)._meta), { 'mcp-protocol-version': later }),
    ],
    ['a result', { ...echo, body: { jsonrpc: '2.0', id: 1, result: {} } }],
    ['an error', { ...echo, body: { jsonrpc: '2.0', id: 1, error: { code: 1, message: 'no' } } }],
    ['a batch with a result', { ...echo, body: [{ jsonrpc: '2.0', id: 1, result: {} }] }],
    ['a subscription to nothing of the kind', listen('all')],
    ['a subscription without notifications', stateless('subscriptions/listen')],
    ['a subscription without Mcp-Method', withHeaders(listen({}), { 'mcp-method': undefined })],
    ['mirrored numbers', counted(7, true, { 'mcp-param-row': '7', 'mcp-param-last': 'true' })],
    [
      'mirrored numbers, spelled otherwise',
      counted(7, true, { 'mcp-param-row': '7.0', 'mcp-param-last': 'TRUE' }),
    ],
    [
      'mirrored numbers, encoded',
      counted(7, false, { 'mcp-param-row': '=?base64?Nw==?=', 'mcp-param-last': 'false' }),
    ],
    [
      'mirrored numbers, badly encoded',
      counted(7, false, { 'mcp-param-row': '=?base64?N?=', 'mcp-param-last': 'false' }),
    ],
    [
      'mirrored numbers that are none',
      counted('seven', null, { 'mcp-param-row': 'seven', 'mcp-param-last': 'x' }),
    ],
    ['mirrored numbers that are missing', counted(7, undefined, {})],
    ['mirrored numbers in two headers', counted(7, undefined, { 'mcp-param-row': ['7', '7'] })],
    [
      'mirrored numbers in no arguments',
      withHeaders(stateless('tools/call', { name: 'count' }), { 'mcp-param-row': '7' }),
    ],
    ['a question that cannot be asked', stateless('tools/call', { name: 'ask', arguments: {} })],
    [
      'forged answers',
      stateless('tools/call', {
        name: 'ask',
        arguments: {},
        inputResponses: { a: { action: 'accept' } },
        requestState: 'forged',
      }),
    ],
    [
      'answers of the wrong form',
      stateless('tools/call', { name: 'ask', arguments: {}, inputResponses: [1], requestState: 7 }),
    ],
    ['answers to what asks nothing', stateless('tools/list', { inputResponses: {}, requestState: 'forged' })],
    [
      'a completion',
      stateless('completion/complete', {
        ref: { type: 'ref/prompt', name: 'greet' },
        argument: { name: 'who', value: '' },
      }),
    ],
    ['a task', stateless('tasks/get', { taskId: 'nobody' })],
  ];
}
