import { describe, expect, test } from '@jest/globals';
import { NewsModule } from '../events/news.fixture.js';
import type { Fixture } from '../support/fixture.js';
import { stateless } from './support/odd-requests.js';
import { OddPipe } from './support/odd-pipe.js';
import { PipeModule } from './support/pipe.fixture.js';
import type { Message } from './support/raw-http.js';

/*
 * The first message of a pipe decides what is spoken, and the engine may come at any time after it. Whenever that is, the
 * client hears what it hears from a server whose engine is there from the first message on.
 */

const clientInfo = { name: 'raw', version: '1.0.0' };
const usual = { protocolVersion: '2025-11-25', capabilities: { elicitation: {} }, clientInfo };

function asked(id: string, method: string, params?: object): object {
  return { jsonrpc: '2.0', id, method, ...(params && { params }) };
}
function said(method: string, params?: object): object {
  return { jsonrpc: '2.0', method, ...(params && { params }) };
}
function call(id: string, name: string, args: object = {}): object {
  return asked(id, 'tools/call', { name, arguments: args, _meta: { progressToken: id } });
}
function alone(id: string, method: string, params: object = {}, meta: object = {}): object {
  return { ...(stateless(method, params, meta).body as object), id };
}
function callAlone(id: string, name: string, args: object = {}): object {
  return alone(id, 'tools/call', { name, arguments: args });
}

const open = asked('open', 'initialize', usual);
const initialized = said('notifications/initialized');
const another = { ...usual, protocolVersion: '2025-06-18', clientInfo: { ...clientInfo, name: 'another' } };
const cancelled = (requestId: string) => said('notifications/cancelled', { requestId, reason: 'enough' });
const level = asked('level', 'logging/setLevel', { level: 'error' });
const about = { uri: 'news://headline' };

/** Handshakes that are not quite the usual one. */
const openings: readonly (readonly [string, string])[] = [
  ['_meta', '"_meta":{"a":1},"capabilities":{}'],
  ['a progress token', '"_meta":{"progressToken":7},"capabilities":{}'],
  ['a wrong progress token', '"_meta":{"progressToken":{}},"capabilities":{}'],
  ['a key of the protocol', '"_meta":{"io.modelcontextprotocol/logLevel":"error"},"capabilities":{}'],
  [
    'the stateless revision',
    '"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"},"capabilities":{}',
  ],
  ['__proto__', '"capabilities":{},"__proto__":{"polluted":true}'],
  ['__proto__ deep in it', '"capabilities":{"experimental":{"a":{"__proto__":{"polluted":true}}}}'],
  ['a number that is too large', '"capabilities":{"experimental":{"a":{"b":1e999}}}'],
  ['a capability nobody knows', '"capabilities":{"other":{}}'],
  ['capabilities that are none', '"capabilities":[]'],
  ['more', '"capabilities":{},"more":1'],
];
const opened = (part: string) =>
  JSON.stringify(asked('open', 'initialize', { ...usual, capabilities: {} })).replace(
    '"capabilities":{}',
    part,
  );

/** Each is told in pieces: what a piece asks is answered before the next one is written. */
type Story = readonly (readonly unknown[])[];

const stories: readonly (readonly [string, Story])[] = [
  ['a session in one piece', [[open, initialized, call('a', 'echo'), call('b', 'tell')]]],
  ['a session that is used before it is initialized', [[open], [call('a', 'echo')], [initialized]]],
  ['the level of the log', [[open, initialized], [call('a', 'tell')], [level, call('b', 'tell')]]],
  ['a wrong level', [[open], [asked('level', 'logging/setLevel', { level: 1 }), call('a', 'tell')]]],
  ['a handshake that comes twice', [[open, asked('2', 'initialize', another), call('a', 'echo')]]],
  [
    'a handshake that comes again later',
    [[open, initialized], [call('a', 'echo')], [asked('2', 'initialize', another), call('b', 'echo')]],
  ],
  ['a handshake that is wrong the second time', [[open], [asked('2', 'initialize', {}), call('a', 'echo')]]],
  ['a handshake that is wrong the first time', [[asked('1', 'initialize', {})], [open, call('a', 'echo')]]],
  [
    'an unknown revision',
    [[asked('1', 'initialize', { ...usual, protocolVersion: '1' })], [call('a', 'echo')]],
  ],
  [
    'what is only for the engine',
    [
      [open, initialized],
      [asked('a', 'nothing'), asked('b', 'server/discover')],
    ],
  ],
  ['many of them', [[open], Array.from({ length: 20 }, (_, i) => asked(`${i}`, 'completion/complete', {}))]],
  ['a call that is withdrawn', [[open], [call('a', 'wait'), level, cancelled('a')], [call('b', 'ended')]]],
  ['an answer to nothing', [[open], [{ jsonrpc: '2.0', id: 9, result: {} }], [level], [call('a', 'echo')]]],
  ['an answer that comes first', [[{ jsonrpc: '2.0', id: 9, result: {} }], [open], [call('a', 'echo')]]],
  ['a ping that comes first', [[asked('a', 'ping')], [open, initialized], [call('a', 'echo')]]],
  ['a call that comes first', [[call('a', 'echo')], [open, initialized], [call('a', 'echo')]]],
  ['a notification that comes first', [[initialized], [open, initialized], [call('a', 'echo')]]],
  ['noise that comes first', [['noise', '[]', '{}', '1', open], [call('a', 'echo')]]],
  ['a task', [[open], [asked('a', 'tools/call', { name: 'echo', arguments: {}, task: {} })]]],
  ['the stateless revision', [[alone('a', 'tools/list')], [callAlone('b', 'echo')], [alone('c', 'ping')]]],
  ['the stateless revision in one piece', [[alone('a', 'tools/list'), alone('b', 'server/discover')]]],
  ['a handshake in the stateless revision', [[callAlone('a', 'echo')], [open], [callAlone('b', 'echo')]]],
  ['no revision after all', [[callAlone('a', 'echo')], [call('b', 'echo')], [callAlone('c', 'echo')]]],
  ['a look around first', [[alone('a', 'server/discover')], [open, initialized], [call('b', 'echo')]]],
  ['a look around afterwards', [[callAlone('a', 'echo')], [alone('b', 'server/discover')], [open]]],
  [
    'two looks around',
    [[alone('a', 'server/discover')], [alone('b', 'server/discover')], [callAlone('c', 'echo')]],
  ],
  [
    'another revision that comes later',
    [[callAlone('a', 'echo')], [alone('b', 'ping', {}, { 'io.modelcontextprotocol/protocolVersion': '1' })]],
  ],
  [
    'another revision that comes first',
    [
      [alone('b', 'ping', {}, { 'io.modelcontextprotocol/protocolVersion': '1' })],
      [open],
      [call('a', 'echo')],
    ],
  ],
  ['the stateless revision within a session', [[open], [callAlone('a', 'echo')], [call('b', 'echo')]]],
];

const news: readonly (readonly [string, Story])[] = [
  ['lists that change', [[open, initialized], [call('a', 'tell', { lists: ['tools', 'prompts'] })]]],
  ['lists that change too early', [[open], [call('a', 'tell', { lists: ['tools'] })], [initialized]]],
  [
    'lists that change after the engine has come',
    [[open, initialized], [level], [initialized], [call('a', 'tell', { lists: ['tools', 'resources'] })]],
  ],
  [
    'a resource that changes at once',
    [
      [open, initialized],
      [asked('s', 'resources/subscribe', about), call('a', 'tell', { uris: [about.uri] })],
    ],
  ],
  [
    'a resource nobody wants to hear of any more',
    [
      [open, initialized, asked('s', 'resources/subscribe', about)],
      [asked('u', 'resources/unsubscribe', about), call('a', 'tell', { uris: [about.uri] })],
    ],
  ],
  [
    'a stream of changes in the stateless revision',
    [
      [callAlone('a', 'tell', { lists: ['tools'] })],
      [alone('l', 'subscriptions/listen', { notifications: { toolsListChanged: true } })],
      [callAlone('b', 'tell', { lists: ['tools', 'prompts'] })],
      [cancelled('l')],
      [callAlone('c', 'tell', { lists: ['tools'] })],
    ],
  ],
];

async function told(module: Fixture, hotPath: boolean, story: Story): Promise<object> {
  const pipe = new OddPipe({ hotPath }, module);
  const pieces: unknown[] = [];
  // What is told of changes may come a moment after the answer, and belongs to its piece.
  for (const piece of story)
    pieces.push(visible([...(await pipe.say(...piece)), ...(await pipe.say(said('x')))]));
  await pipe.close();
  return { pieces, log: pipe.log };
}

/** Requests of one piece are answered in any order. */
function visible(messages: readonly Message[]): readonly string[] {
  return messages
    .map((message) => JSON.stringify(sorted(message)).replace(/error id [\w-]+/g, 'error id'))
    .sort();
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}

describe('a pipe tells the same with and without the hot path', () => {
  test.each([
    ...openings.map(
      ([what, part]) =>
        [
          `a handshake with ${what}`,
          PipeModule as Fixture,
          [[opened(part), initialized], [call('a', 'echo')], [level], [call('b', 'ask')]],
        ] as const,
    ),
    ...stories.map(([what, story]) => [what, PipeModule as Fixture, story] as const),
    ...news.map(([what, story]) => [what, NewsModule as Fixture, story] as const),
  ])('%s', async (_what, module, story) => {
    const [on, off] = await Promise.all([true, false].map((hotPath) => told(module, hotPath, story)));
    expect(on).toEqual(off);
  });
});

test('a client hears of changes whether or not the engine has come', async () => {
  const pipe = new OddPipe({}, NewsModule);
  const change = (id: string) => call(id, 'tell', { lists: ['tools'] });
  const isTold = ({ method }: Message) => method === 'notifications/tools/list_changed';
  await pipe.say(open, initialized);
  pipe.write([change('a')]);
  await pipe.hear(isTold);
  await pipe.say(level);
  pipe.write([change('b')]);
  const heard = [...(await pipe.hear(isTold)), ...(await pipe.say(said('x')))];
  expect(heard.filter(isTold)).toHaveLength(1);
  await pipe.close();
});
