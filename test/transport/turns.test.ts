import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { useHttp, type HttpServer } from '../support/http-server.js';
import { statelessMeta } from '../support/server-process.js';
import { parseEvents } from './support/raw-http.js';
import { LARGE, TurnModule } from './turns.fixture.js';

const serve = useHttp(TurnModule);

/** How a client of each family of revisions calls a tool. */
const callers = {
  session: async ({ initialize, post }: HttpServer) => {
    const headers = { 'mcp-session-id': await initialize(), 'mcp-protocol-version': '2025-11-25' };
    return (id: number, name: string) =>
      post({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: {} } }, headers);
  },
  stateless: async ({ post }: HttpServer) => {
    const _meta = { ...statelessMeta, 'io.modelcontextprotocol/logLevel': 'info' };
    return (id: number, name: string) =>
      post(
        { jsonrpc: '2.0', id, method: 'tools/call', params: { _meta, name, arguments: {} } },
        { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': name },
      );
  },
};

describe.each(['session', 'stateless'] as const)('what leaves at the end of a turn: %s', (era) => {
  test('everybody has their own answer, also beside calls that compute', async () => {
    const call = await callers[era](await serve());
    const ids = Array.from({ length: 60 }, (_, i) => i);
    const answers = await Promise.all(
      ids.map(async (id) => (await call(id, id % 10 === 0 ? 'computing' : 'quick')).json()),
    );
    expect(answers).toEqual(
      ids.map((id) =>
        expect.objectContaining({
          id,
          result: expect.objectContaining({
            content: [{ type: 'text', text: id % 10 === 0 ? 'computed' : 'quick' }],
          }),
        }),
      ),
    );
  });

  test('what is said comes whole and in order, before the result', async () => {
    const call = await callers[era](await serve());
    const said = parseEvents(await (await call(7, 'talkative')).text()).map(({ message }) => message);
    expect(said.map((message) => message?.params?.['data'])).toEqual([
      'first',
      LARGE,
      'third',
      LARGE,
      undefined,
    ]);
    expect(said.at(-1)).toMatchObject({ id: 7, result: { content: [{ text: 'said' }] } });
  });
});

test('requests that come in one piece are answered in their order', async () => {
  const { port, pathname, host } = new URL((await serve()).url);
  const calls = ['quick', 'computing', 'quick'].map((name, id) => {
    const params = { name, arguments: {}, _meta: statelessMeta };
    const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params });
    const head = [
      `POST ${pathname} HTTP/1.1`,
      `host: ${host}`,
      'content-type: application/json',
      'accept: application/json, text/event-stream',
      'mcp-protocol-version: 2026-07-28',
      'mcp-method: tools/call',
      `mcp-name: ${name}`,
      `connection: ${id === 2 ? 'close' : 'keep-alive'}`,
      `content-length: ${body.length}`,
    ];
    return `${head.join('\r\n')}\r\n\r\n${body}`;
  });
  const received = await exchange(Number(port), calls.join(''));
  expect([...received.matchAll(/"text":"(\w+)".*"id":(\d)/g)].map(([, text, id]) => [text, id])).toEqual([
    ['quick', '0'],
    ['computed', '1'],
    ['quick', '2'],
  ]);
});

/** Sends bytes, and gives those that come until the server hangs up. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8').on('data', (piece: string) => (received += piece));
    socket.on('error', reject).on('close', () => resolve(received));
  });
}
