import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { Context, Module, PorticoFactory, Tool, type PorticoApp } from 'portico';
import { eventually } from '../support/eventually.js';
import { open, POST_HEADERS, send, type RawRequest } from './support/raw-http.js';

const seen = { begun: 0, withdrawn: new Set<string>() };

class Mixed {
  /** Takes turns with the other calls, and says what it knows of its own request. */
  @Tool({ description: 'Says who asks', input: { type: 'object' } })
  async who({ turns }: { turns?: number }, ctx: Context) {
    const before = facts(ctx);
    for (let turn = 0; turn < (turns ?? 0); turn++) {
      await setTimeout(turn % 2);
      await ctx.debug(`debug of ${ctx.http?.headers['x-mine']}`);
      await ctx.error(`error of ${ctx.http?.headers['x-mine']}`);
      await ctx.reportProgress(turn + 1);
    }
    expect(facts(ctx)).toEqual(before);
    return before;
  }

  @Tool('Waits for its client to go away') async wait(ctx: Context) {
    seen.begun++;
    const mine = String(ctx.http?.headers['x-mine']);
    await ctx.info('begun');
    await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve, { once: true }));
    seen.withdrawn.add(`${mine}: ${(ctx.signal.reason as Error).message}`);
  }
}

@Module({ providers: [Mixed] })
class MixedModule {}

function facts({ requestId, client, meta, http, protocolVersion }: Context) {
  const { name, capabilities } = client;
  return { requestId, name, capabilities, meta, mine: http?.headers['x-mine'], protocolVersion };
}

const VERSION = '2026-07-28';
const LEVELS = [undefined, 'debug', 'error', 'emergency'] as const;

interface Kind {
  readonly era: string;
  request(name: string, mine: number, args?: object): RawRequest;
}

const kinds: readonly Kind[] = [
  {
    era: 'stateless',
    request: (name, mine, args = {}) => ({
      headers: {
        ...POST_HEADERS,
        'mcp-protocol-version': VERSION,
        'mcp-method': 'tools/call',
        'mcp-name': name,
        'x-mine': String(mine),
      },
      body: {
        jsonrpc: '2.0',
        id: mine % 3,
        method: 'tools/call',
        params: {
          name,
          arguments: args,
          _meta: {
            'io.modelcontextprotocol/protocolVersion': VERSION,
            'io.modelcontextprotocol/clientInfo': { name: `client ${mine}`, version: '1' },
            'io.modelcontextprotocol/clientCapabilities': mine % 2 ? { roots: {} } : {},
            ...(LEVELS[mine % 4] && { 'io.modelcontextprotocol/logLevel': LEVELS[mine % 4] }),
            progressToken: mine,
            mine,
          },
        },
      },
    }),
  },
  {
    era: 'session',
    request: (name, mine, args = {}) => ({
      headers: { ...POST_HEADERS, 'x-mine': String(mine) },
      body: {
        jsonrpc: '2.0',
        id: mine % 3,
        method: 'tools/call',
        params: { name, arguments: args, _meta: { progressToken: mine, mine } },
      },
    }),
  },
];

describe.each(kinds)('requests of the $era era that share an engine', ({ era, request }) => {
  let app: PorticoApp;
  let url: string;
  beforeAll(async () => {
    app = await PorticoFactory.create(MixedModule, { name: 'mixed', version: '1.0.0', hotPath: false });
    const options = { transport: 'http', port: 0, signals: false, sessions: false } as const;
    url = (await app.listen(options)).address;
  });
  afterAll(() => app.close());

  test('know nothing of each other', async () => {
    const level = (mine: number) => (era === 'session' ? 'debug' : LEVELS[mine % 4]);
    await Promise.all(
      Array.from({ length: 60 }, async (_, mine) => {
        const turns = 1 + (mine % 4);
        const { events } = await send(url, request('who', mine, { turns }));
        const messages = events.map(({ message }) => message!);
        const result = messages.pop();
        expect(result?.id).toBe(mine % 3);
        expect(result?.result?.['structuredContent']).toEqual({
          requestId: String(mine % 3),
          ...(era === 'stateless' && { name: `client ${mine}` }),
          capabilities: era === 'stateless' && mine % 2 ? { roots: {} } : {},
          meta: { progressToken: mine, mine },
          mine: String(mine),
          protocolVersion: era === 'stateless' ? VERSION : '2025-03-26',
        });
        const said = messages.map(({ params }) => params!['progressToken'] ?? params!['data']);
        const turn = [
          ...(level(mine) === 'debug' ? [`debug of ${mine}`] : []),
          ...(['debug', 'error'].includes(level(mine) ?? '') ? [`error of ${mine}`] : []),
          mine,
        ];
        expect(said).toEqual(Array.from({ length: turns }, () => turn).flat());
      }),
    );
  });

  test('end each by itself when their clients hang up', async () => {
    seen.begun = 0;
    seen.withdrawn.clear();
    const calls = await Promise.all([101, 105, 109].map((mine) => open(url, request('wait', mine))));
    await eventually(() => expect(seen.begun).toBe(3));
    calls[1]!.hangUp();
    await eventually(() => expect([...seen.withdrawn]).toEqual(['105: Connection closed']));
    expect((await send(url, request('who', 7))).status).toBe(200);
    calls[0]!.hangUp();
    calls[2]!.hangUp();
    await eventually(() => expect(seen.withdrawn.size).toBe(3));
  });

  test('do not feel what is said of requests in a notification', async () => {
    seen.begun = 0;
    seen.withdrawn.clear();
    const call = await open(url, request('wait', 101));
    await eventually(() => expect(seen.begun).toBe(1));
    const { headers } = request('wait', 101);
    for (let requestId = 0; requestId < 200; requestId++) {
      const body = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } };
      const note = { headers: { ...headers, 'mcp-method': 'notifications/cancelled' }, body };
      expect((await send(url, note)).status).toBe(202);
    }
    expect(seen.withdrawn.size).toBe(0);
    call.hangUp();
    await eventually(() => expect(seen.withdrawn.size).toBe(1));
  });

  test('go on when a client says something of itself that lasts', async () => {
    const { headers } = request('who', 1);
    for (const [method, params] of [
      [
        'initialize',
        {
          protocolVersion: '2025-06-18',
          capabilities: { sampling: {} },
          clientInfo: { name: 'other', version: '1' },
        },
      ],
      ['logging/setLevel', { level: 'emergency' }],
    ] as const) {
      const body = { jsonrpc: '2.0', id: 1, method, params };
      await send(url, { headers: { ...POST_HEADERS, 'x-mine': headers!['x-mine'] }, body });
    }
    const mine = 1;
    const { events } = await send(url, request('who', mine, { turns: 1 }));
    expect(events.map(({ message }) => message?.params?.['data']).filter(Boolean)).toEqual([
      'debug of 1',
      'error of 1',
    ]);
    expect(events.at(-1)?.message?.result?.['structuredContent']).not.toMatchObject({ name: 'other' });
  });
});
