import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  oddCalls,
  oddRequests,
  oddStatelessRequests,
  session,
  stateless,
  withHeaders,
  type Sent,
} from './support/odd-requests.js';
import { OddServer, visible } from './support/odd-server.js';

const withoutSession: typeof stateless = (method, params, meta) =>
  withHeaders(session(method, { ...params, ...(meta && { _meta: meta }) }), { 'mcp-session-id': undefined });

const places = [
  { name: 'the stateless revision', era: 'stateless', make: stateless, options: {} },
  { name: 'a session', era: 'session', make: session as typeof stateless, options: {} },
  {
    name: 'a session revision without a session',
    era: 'session',
    make: withoutSession,
    options: { sessions: false },
  },
] as const;

/** The same server twice: with the hot path and without it. Whatever is sent to both is answered by both alike. */
describe.each(places)('with and without the hot path, in $name', ({ name, era, make, options }) => {
  const servers = [new OddServer(true, options), new OddServer(false, options)] as const;
  beforeAll(async () => {
    for (const server of servers) await server.start();
    if (name === 'a session') for (const server of servers) await server.open('2025-11-25');
  });
  afterAll(async () => {
    for (const server of servers) await server.close();
  });

  async function expectAlike(sent: Sent): Promise<void> {
    const [on, off] = await Promise.all(servers.map((server) => server.send(sent)));
    expect(visible(on!)).toEqual(visible(off!));
  }

  test.each(oddCalls)('a call of %j with %j is answered alike', async (name, args) => {
    await expectAlike(make('tools/call', { name, arguments: args }));
  });

  const more = era === 'stateless' ? oddStatelessRequests() : [];
  test.each([...oddRequests(era, make), ...more])('%s is answered alike', async (_what, sent) => {
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

  if (era === 'stateless')
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
    const read = ({ log }: OddServer) =>
      log.lines
        .filter((line) => !/^(debug|info)/.test(line))
        .map((line) => line.split('\n    at ')[0]!.replace(/\([0-9a-f]{12}\)|error [0-9a-f]{12}/g, '#'))
        .sort();
    expect(read(servers[0])).toEqual(read(servers[1]));
  });
});
