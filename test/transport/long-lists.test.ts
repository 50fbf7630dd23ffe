import { afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PorticoFactory } from 'portico';
import { lines, useLine } from '../support/lines.js';
import { RecordedLog } from '../support/recorded-log.js';
import { LETTERS, LongListsModule, NAMES } from './long-lists.fixture.js';
import { session, stateless } from './support/odd-requests.js';
import { POST_HEADERS, send } from './support/raw-http.js';

interface Listed {
  readonly id: unknown;
  readonly result: {
    readonly tools: readonly { readonly name: string; readonly description?: string | undefined }[];
  };
}

function expectWhole(tools: Listed['result']['tools']): void {
  expect(tools.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
  for (const { description } of tools) expect(description?.startsWith(LETTERS)).toBe(true);
}

/** Long lists are written once, as bytes; what they are a part of is a text. */
describe.each(lines)('a long list, by $name', (line) => {
  const used = useLine(line, LongListsModule);

  test('comes whole, again and again', async () => {
    for (let i = 0; i < 3; i++) expectWhole(await used.client.listTools());
  });

  test('comes whole among other answers, each to its own request', async () => {
    const asked = Array.from({ length: 40 }, (_, i) => NAMES[i % NAMES.length]!);
    const answers = await Promise.all(
      asked.map(async (name, i) => {
        if (i % 4 === 0) expectWhole(await used.client.listTools());
        return (await used.client.callTool(name)).content;
      }),
    );
    expect(answers).toEqual(asked.map((_, i) => [{ type: 'text', text: `from ${i}` }]));
  });
});

describe('a long list', () => {
  const cleanUps: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });

  const places = ['a server of our own', 'a server of others', 'a handler of web requests'] as const;
  const ids = [7, 'seven "7"', -1];
  const eras = [
    ['session', session as typeof stateless],
    ['stateless', stateless],
  ] as const;
  const cases = places.flatMap((place) => eras.map(([era, make]) => [place, era, make] as const));

  test.each(cases)('from %s, %s, has its length and the id of its request', async (place, _era, make) => {
    const ask = await open(place);
    for (const id of ids) {
      const { headers, body } = make('tools/list');
      const { status, length, text } = await ask(JSON.stringify({ ...(body as object), id }), {
        ...POST_HEADERS,
        ...(headers as Record<string, string>),
      });
      const answer = JSON.parse(text) as Listed;
      expect([status, answer.id]).toEqual([200, id]);
      expectWhole(answer.result.tools);
      if (length !== undefined) expect(length).toBe(String(Buffer.byteLength(text)));
    }
  });

  type Ask = (
    body: string,
    headers: Record<string, string>,
  ) => Promise<{ status: number; length: string | undefined; text: string }>;

  async function open(place: (typeof places)[number]): Promise<Ask> {
    const app = await PorticoFactory.create(LongListsModule, {
      name: 'long',
      version: '1.0.0',
      log: new RecordedLog(),
    });
    cleanUps.push(() => app.close());
    if (place === 'a handler of web requests') {
      const handle = app.fetchHandler({ sessions: false });
      return async (body, headers) => {
        const response = await handle(new Request('http://localhost/mcp', { method: 'POST', headers, body }));
        const length = response.headers.get('content-length') ?? undefined;
        return { status: response.status, length, text: await response.text() };
      };
    }
    const url =
      place === 'a server of others' ? await mount(app.nodeHandler({ sessions: false })) : await listen();
    return async (body, headers) => {
      const response = await send(url, { body, headers });
      return { status: response.status, length: response.headers['content-length'], text: response.text };
    };

    async function listen(): Promise<string> {
      return (await app.listen({ transport: 'http', port: 0, sessions: false })).address;
    }
  }

  async function mount(handler: Parameters<typeof createServer>[1]): Promise<string> {
    const server = createServer(handler).listen(0, '127.0.0.1');
    cleanUps.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  }
});
