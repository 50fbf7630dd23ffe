import { expect, test } from '@jest/globals';
import * as sdk from '@modelcontextprotocol/server';
import { connectionClosed, isTimeout, ProtocolError } from '../../src/protocol/sdk-errors.js';
import { ALL_VERSIONS, loopback } from '../../src/protocol/loopback.js';
import { toolResult } from '../../src/protocol/tool-result.js';
import { hostProblem, originProblem } from '../../src/transport/http/host-names.js';
import { isJson } from '../../src/transport/http/media-type.js';
import * as keys from '../../src/protocol/meta-keys.js';
import { SESSION_REVISIONS } from '../../src/protocol/revisions.js';

/* What is said here again, so that a server need not load the SDK to know it, is what the SDK says. */

test('the keys of _meta are those of the SDK', () => {
  const own = Object.entries(keys).filter(([, value]) => typeof value === 'string');
  expect(own).toHaveLength(7);
  expect(sdk).toMatchObject(Object.fromEntries(own));
});

test('the revisions with sessions are those of the SDK', () => {
  expect(SESSION_REVISIONS).toEqual(sdk.SUPPORTED_PROTOCOL_VERSIONS);
});

const names = ['localhost', '127.0.0.1', '[::1]', 'example.org', 'moz-extension://*', 'http://*'];
const hosts = [
  undefined,
  '',
  ...['localhost', 'LOCALHOST:80', '127.0.0.1:3000', '[::1]:80', '127.1', '[0:0::1]', 'example.org.', 'a b'],
  ...[
    'user@localhost',
    'localhost/evil',
    'evil.example',
    'evil.example#@localhost',
    ':80',
    '[::1',
    '%6cocalhost',
  ],
];
const origins = [
  undefined,
  '',
  ...['null', 'http://localhost:5173', 'https://example.org', 'moz-extension://4f1d-23', 'MOZ-extension://a'],
  ...['chrome-extension://abc', 'http://evil.example', 'file:///etc/passwd', 'data:text/html,a', 'localhost'],
];

test.each(hosts)('the host %j is judged as the SDK does', (host) => {
  const verdict = sdk.validateHostHeader(host, names);
  expect(hostProblem(host, names)).toBe(verdict.ok ? undefined : verdict.message);
});

test.each(origins)('the origin %j is judged as the SDK does', (origin) => {
  const verdict = sdk.validateOriginHeader(origin, names);
  expect(originProblem(origin, names)).toBe(verdict.ok ? undefined : verdict.message);
});

const types = [
  ...[
    undefined,
    '',
    'application/json',
    'Application/JSON',
    ' application/json ',
    'application/json; charset=utf-8',
  ],
  ...['application/json;', 'application/json;charset', 'application/json;;', 'application/json, text/plain'],
  ...[
    'text/plain',
    'text/plain;application/json',
    'application/jsonx',
    'application/json x',
    'json',
    ';',
    '/',
  ],
  ...['application/json; a, b', 'text/plain, application/json', 'application/json;charset="utf-8"'],
];

test.each(types)('the content type %j is judged as the SDK does', (type) => {
  expect(isJson(type)).toBe(sdk.isJsonContentType(type));
});

test('the errors are those of the SDK, and its errors are ours', () => {
  const [given, theirs] = [
    new ProtocolError(-32_602, 'no', { a: 1 }),
    new sdk.ProtocolError(-32_602, 'no', { a: 1 }),
  ];
  expect(given).toBeInstanceOf(sdk.ProtocolError);
  expect(theirs).toBeInstanceOf(ProtocolError);
  expect({ ...given, text: String(given) }).toEqual({ ...theirs, text: String(theirs) });
  expect(new sdk.ResourceNotFoundError('a://b')).toBeInstanceOf(ProtocolError);
  const closed = new sdk.SdkError(sdk.SdkErrorCode.ConnectionClosed, 'Connection closed');
  expect(connectionClosed()).toBeInstanceOf(sdk.SdkError);
  expect({ ...connectionClosed(), text: String(closed) }).toEqual({ ...closed, text: String(closed) });
  expect(isTimeout(new sdk.SdkError(sdk.SdkErrorCode.RequestTimeout, 'late'))).toBe(true);
  for (const other of [closed, theirs, new Error('late'), undefined, 'late'])
    expect(isTimeout(other)).toBe(false);
  expect(new Error('no')).not.toBeInstanceOf(ProtocolError);
  expect(closed).not.toBeInstanceOf(ProtocolError);
});

const text = { type: 'text', text: 'said' } as const;
const outcomes: readonly (readonly [object, object | undefined])[] = [
  [{ content: [text] }, undefined],
  [{ content: [] }, { type: 'array' }],
  [{}, undefined],
  ...[{ a: 1 }, [1], 'text', 7, false, null].flatMap((structuredContent): [object, object | undefined][] => [
    [{ content: [], structuredContent }, undefined],
    [{ content: [text], structuredContent, isError: true }, { type: 'object' }],
    [{ structuredContent }, { anyOf: [{ type: 'object' }] }],
  ]),
];

test.each(outcomes)(
  'the result %j of a tool that declares %j takes the form the SDK gives it',
  async (given, schema) => {
    for (const era of ['session', 'stateless'] as const) {
      const engine = new sdk.Server(
        { name: 'a', version: '1' },
        { supportedProtocolVersions: [...ALL_VERSIONS] },
      );
      await engine.connect(loopback(era));
      const expected = engine.projectCallToolResult(given as sdk.CallToolResult, schema as never);
      expect(toolResult(era, given as sdk.CallToolResult, schema as never)).toEqual(expected);
    }
  },
);
