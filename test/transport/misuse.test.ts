import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { bearer } from '../identity/bearer.js';
import { envelope } from '../obligations/support/raw-line.js';
import { openSession, send, standardHeaders } from '../obligations/support/raw-http.js';
import { eventually } from '../support/eventually.js';
import { compiled } from '../support/fixture.js';

interface Held {
  readonly handles: Readonly<Record<string, number>>;
  readonly heap: number;
  readonly aborted: number;
}

/** What a run may leave behind in all, in bytes: caches that fill once, code that was compiled. */
const TOLERANCE = 3 * 2 ** 20;
const PATIENCE = 30_000;

let server: Misused;
afterEach(async () => {
  server.child.kill('SIGKILL');
  await server.exited;
});

/** A server in a process of its own, which tells what it holds. */
class Misused {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown[]>;
  stderr = '';
  stdout = '';

  constructor(readonly transport: 'stdio' | 'http') {
    const program = fileURLToPath(compiled(new URL('support/misuse-server.ts', import.meta.url).href));
    this.child = spawn(process.execPath, [program, transport], { stdio: 'pipe' });
    this.exited = once(this.child, 'exit');
    this.child.stderr!.setEncoding('utf8').on('data', (chunk: string) => (this.stderr += chunk));
    this.child.stdout!.setEncoding('utf8').on('data', (chunk: string) => (this.stdout += chunk));
    this.child.stdin!.on('error', () => {}); // a process that ended reads no more
  }

  url(): Promise<URL> {
    return eventually(() => {
      const [, url] = /listening on (http:\S+)/.exec(this.stderr) ?? [];
      if (url === undefined) throw new Error(`no address yet: ${this.stderr}`);
      return new URL(url);
    }, PATIENCE);
  }

  async held(): Promise<Held> {
    const before = this.reports().length;
    this.child.kill('SIGUSR2');
    return eventually(() => {
      const report = this.reports()[before];
      if (report === undefined) throw new Error(`nothing told: ${this.stderr}`);
      return report;
    }, PATIENCE);
  }

  /** Once every connection is gone and nothing runs any more. */
  async atRest(): Promise<Held> {
    return eventually(async () => {
      const held = await this.held();
      expect(held.handles['TCPSocketWrap'] ?? 0).toBe(0);
      expect(held.handles['Timeout'] ?? 0).toBe(0);
      return held;
    }, PATIENCE);
  }

  messages(): { readonly id?: unknown; readonly error?: object }[] {
    const lines = this.stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as { id?: unknown });
  }

  private reports(): Held[] {
    return Array.from(this.stderr.matchAll(/^held (.*)$/gm), ([, json]) => JSON.parse(json!) as Held);
  }
}

const call = (name: string, id: unknown = 1, meta: object = {}) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: {}, _meta: { progressToken: 1, ...meta } },
});

/** Each way to misuse a server over HTTP, and what it is answered. */
const misuses: Readonly<Record<string, (url: URL) => Promise<void>>> = {
  'goes before the answer': async (url) => {
    const { headers } = await openSession(url);
    await cutOff(url, call('slow'), headers);
    await end(url, headers);
  },
  'goes in the middle of a stream, and never comes back': async (url) => {
    const { headers } = await openSession(url);
    await cutOff(url, call('wait'), headers, 'data');
    await end(url, headers); // ending the session stops what still runs
  },
  'goes in the middle of a stateless call': (url) =>
    cutOff(url, call('wait', 1, envelope()), standardHeaders('tools/call', { name: 'wait' }), 'data'),
  'cancels a call': async (url) => {
    const { headers } = await openSession(url);
    const waiting = send(url, 'POST', call('wait', 7), headers);
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } };
    await eventually(async () => {
      expect((await send(url, 'POST', cancel, headers)).status).toBe(202);
      await Promise.race([waiting, new Promise((_, no) => setTimeout(no, 50, new Error('still waiting')))]);
    }, PATIENCE);
    expect((await waiting).messages.filter(({ id }) => id === 7)).toEqual([]);
    await end(url, headers);
  },
  'sends garbage': async (url) => {
    for (const body of ['{', '\u0000\uFFFF', '[]', '"text"', '{"jsonrpc":"1.0"}', '[[[[]]]]'])
      expect((await sendText(url, body)).status).toBe(400);
    expect((await sendText(url, '{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await sendText(url, JSON.stringify(Array(101).fill(call('slow'))))).status).toBe(400);
  },
  'sends half a body': (url) =>
    new Promise((resolve) => {
      const socket = connect(Number(url.port), url.hostname, () => {
        const head = `POST /mcp HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\n`;
        socket.write(`${head}Content-Length: 1000\r\n\r\n{"half`, () => socket.resetAndDestroy());
      });
      socket.on('error', () => {}).once('close', () => resolve());
    }),
  'begins to send 10 MB': async (url) => {
    const headers = { 'content-type': 'application/json', 'content-length': String(10 * 2 ** 20) };
    const outgoing = request(url, { method: 'POST', headers });
    outgoing.on('error', () => {}).write('x'.repeat(1_000));
    const [{ statusCode, headers: told }] = (await once(outgoing, 'response')) as [IncomingMessage];
    expect([statusCode, told.connection]).toEqual([413, 'close']);
    outgoing.destroy();
  },
  'sends 10 MB without looking for an answer': async (url) => {
    // The connection is closed under its hands: the answer may get lost then.
    const answered = sendText(url, 'x'.repeat(10 * 2 ** 20));
    const status = await answered.then((answer) => answer.status).catch((error: Error) => error.message);
    expect(String(status)).toMatch(/^413$|EPIPE|ECONNRESET|socket hang up/);
  },
  'names a session there is not': async (url) => {
    const { headers } = await openSession(url);
    const wrong = { ...headers, 'mcp-session-id': 'made-up' };
    for (const method of ['POST', 'GET', 'DELETE'])
      expect((await send(url, method, method === 'POST' ? call('slow') : undefined, wrong)).status).toBe(404);
    await end(url, headers);
  },
  'names the session of someone else': async (url) => {
    const ada = await openSession(url, {}, bearer('ada'));
    const asBob = { ...ada.headers, ...bearer('bob') };
    for (const method of ['POST', 'GET', 'DELETE'])
      expect((await send(url, method, method === 'POST' ? call('slow') : undefined, asBob)).status).toBe(404);
    expect((await send(url, 'POST', call('slow'), ada.headers)).status).toBe(404); // nobody's
    const own = { ...ada.headers, ...bearer('ada') };
    expect((await send(url, 'POST', call('slow'), own)).status).toBe(200);
    await end(url, own);
  },
};

async function end(url: URL, headers: Record<string, string>): Promise<void> {
  expect((await send(url, 'DELETE', undefined, headers)).status).toBe(200);
}

/** Sends a request and hangs up: at once, or when the first of the answer has come. */
async function cutOff(url: URL, body: object, headers: Record<string, string>, at?: 'data'): Promise<void> {
  const accept = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const outgoing = request(url, { method: 'POST', headers: { ...accept, ...headers } });
  const closed = new Promise((resolve) => outgoing.once('close', resolve));
  outgoing.on('error', () => {}); // it is cut off
  await new Promise<void>((resolve) => outgoing.end(JSON.stringify(body), resolve));
  if (at) {
    const [response] = (await once(outgoing, 'response')) as [NodeJS.ReadableStream];
    response.on('error', () => {});
    await once(response, at);
  }
  outgoing.destroy();
  await closed;
}

/** The answer comes while the body may still be on its way; then there is no use in sending the rest. */
function sendText(
  url: URL,
  body: string,
  more: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const outgoing = request(url, { method: 'POST', headers: { ...headers, ...more } }, (response) => {
      response.on('error', () => {}).resume();
      response.once('close', () => resolve({ status: response.statusCode!, headers: response.headers }));
      outgoing.on('error', () => {});
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

describe('over HTTP', () => {
  test.each(Object.entries(misuses))(
    'a client that %s is answered rightly, and leaves nothing behind',
    async (_, misuse) => {
      server = new Misused('http');
      const url = await server.url();
      const inTurns = async (count: number) => {
        for (let n = 0; n < count; n++) await misuse(url);
      };
      await inTurns(6);
      const before = await server.atRest();
      await inTurns(24);
      const after = await server.atRest();
      expect(after.handles).toEqual(before.handles);
      expect(after.heap - before.heap).toBeLessThan(TOLERANCE);
      expect((await send(url, 'POST', call('slow'), (await openSession(url)).headers)).status).toBe(200);
    },
    120_000,
  );

  test('a call whose stateless client goes, and one whose session ends, is stopped', async () => {
    server = new Misused('http');
    const url = await server.url();
    await misuses['goes in the middle of a stateless call']!(url);
    await misuses['goes in the middle of a stream, and never comes back']!(url);
    await eventually(async () => expect((await server.held()).aborted).toBe(2), PATIENCE);
  });
});

describe.each(['session', 'stateless'] as const)('over stdio, %s', (era) => {
  const meta = era === 'stateless' ? envelope() : {};
  const write = (line: string | object) =>
    server.child.stdin!.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
  const answer = (id: unknown) =>
    eventually(() => {
      const found = server.messages().find((message) => message.id === id);
      if (!found) throw new Error(`no answer to ${String(id)}: ${server.stdout} ${server.stderr}`);
      return found;
    }, PATIENCE);

  const start = async () => {
    server = new Misused('stdio');
    const clientInfo = { name: 'raw', version: '1.0.0' };
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    if (era === 'session') {
      write({ jsonrpc: '2.0', id: 'first', method: 'initialize', params });
      await answer('first');
      write({ jsonrpc: '2.0', method: 'notifications/initialized' });
    } else {
      write(call('slow', 'first', meta));
      await answer('first');
    }
  };

  test('a client that sends garbage, cancels, and forgets what it asked leaves nothing behind', async () => {
    await start();
    const misuse = async (turn: string) => {
      for (const line of [
        '{',
        'no JSON',
        '[]',
        '"text"',
        '{"jsonrpc":"1.0"}',
        '\u0000',
        `"${'x'.repeat(2 ** 20)}"`,
      ])
        write(line);
      write({ jsonrpc: '2.0', id: 'nobody asked', result: {} });
      write({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'unknown' } });
      write(call('wait', `wait ${turn}`, meta));
      write({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: `wait ${turn}` } });
      write(call('slow', `slow ${turn}`, meta));
      await answer(`slow ${turn}`);
    };
    for (let n = 0; n < 10; n++) await misuse(`warm-up ${n}`);
    const before = await server.held();
    for (let n = 0; n < 30; n++) await misuse(`${n}`);
    const after = await eventually(async () => {
      const held = await server.held();
      expect(held.handles).toEqual(before.handles);
      return held;
    }, PATIENCE);
    expect(after.heap - before.heap).toBeLessThan(TOLERANCE);
    expect(server.messages().filter(({ id }) => String(id).startsWith('wait'))).toEqual([]);
  }, 120_000);

  test.each([
    ['goes in the middle of a line', '{"half'],
    ['goes while a call runs', call('wait', 'w', meta)],
  ])('a client that %s ends the server, in order', async (_, line) => {
    await start();
    server.child.stdin!.end(`${typeof line === 'string' ? line : `${JSON.stringify(line)}\n`}`);
    expect(await server.exited).toEqual([0, null]);
  });

  test('a line of more than 10 MB ends the server, which says why', async () => {
    await start();
    write('x'.repeat(11 * 2 ** 20));
    expect(await server.exited).toEqual([0, null]);
    expect(server.stderr).toMatch(/a message is longer than 10485760 bytes/);
  });
});
