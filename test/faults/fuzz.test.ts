import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { PorticoFactory, type PorticoApp } from 'portico';
import { RawClient } from '../interaction/raw-client.js';
import { RecordedLog } from '../support/recorded-log.js';
import { inputs } from './support/length.js';
import { headersOf, sessionRequests, statelessRequests, type ValidRequest } from './support/requests.js';
import { expectNothingUnheard } from './support/sound.js';
import { TargetModule } from './target.fixture.js';

/** So many tests share the inputs. */
const TESTS = 8;
const RUNS = { numRuns: inputs(TESTS), endOnFailure: true };

expectNothingUnheard();

const agent = new Agent({ keepAlive: true, maxSockets: 4 });
const log = new RecordedLog();
let app: PorticoApp;
let url: URL;
let session: string;

beforeAll(async () => {
  app = await PorticoFactory.create(TargetModule, {
    name: 'target',
    version: '1.0.0',
    log,
    jobs: { url: 'memory:' },
  });
  const { address } = await app.listen({ transport: 'http', port: 0, signals: false, maxBodySize: 100_000 });
  url = new URL(address);
  const opened = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'fuzz', version: '1' } },
    }),
  });
  await opened.text();
  session = opened.headers.get('mcp-session-id')!;
});
afterAll(async () => {
  agent.destroy();
  await app.close();
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Sends a body as it is; a response that stays open is left after its head. */
function post(
  body: string | Buffer,
  headers: Record<string, string>,
  method = 'POST',
  path = '/mcp',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: url.hostname, port: url.port, path, method, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      const done = () => resolve({ status: response.statusCode!, text });
      response.once('end', done).once('close', done);
      const isStream = response.headers['content-type']?.startsWith('text/event-stream');
      if (isStream) setTimeout(() => response.destroy(), 200).unref();
    });
    sent.on('error', (error: NodeJS.ErrnoException) =>
      // A server that refuses a request may hang up before all of it was sent.
      error.code === 'ECONNRESET' || error.code === 'EPIPE'
        ? resolve({ status: 400, text: '' })
        : reject(error),
    );
    sent.end(body);
  });
}

/** No failure of the server's own: neither by status, nor by code, nor in its log. */
function expectNoFault({ status, text }: Answer): void {
  expect(status).toBeLessThan(500);
  expect(text).not.toContain('-32603');
  expect(text).not.toContain('Internal error');
  expect(text).not.toMatch(/node_modules|\.ts:\d+|\.js:\d+/);
  expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
}

/** Puts any value at any place of a message, or takes the place away. */
function broken({ era, message }: ValidRequest): fc.Arbitrary<ValidRequest> {
  const places = pathsOf(message);
  return fc
    .tuple(fc.constantFrom(...places), fc.option(fc.jsonValue({ maxDepth: 3 })), fc.boolean())
    .map(([place, value, isGone]) => ({
      era,
      message: replaced(message, place, value, isGone) as typeof message,
    }));
}

function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return [[...path], ...Object.keys(value).flatMap((key) => pathsOf((value as never)[key], [...path, key]))];
}

function replaced(
  target: unknown,
  [key, ...rest]: readonly string[],
  value: unknown,
  isGone: boolean,
): unknown {
  if (key === undefined) return value;
  const copy = { ...(target as Record<string, unknown>) };
  if (rest.length === 0 && isGone) delete copy[key];
  else copy[key] = replaced(copy[key], rest, value, isGone);
  return copy;
}

const anyRequest = fc.constantFrom(...statelessRequests, ...sessionRequests);

test('any JSON as a message', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json({ maxDepth: 6 }), anyRequest, async (body, like) => {
      expectNoFault(await post(body, headersOf(like, session)));
    }),
    RUNS,
  );
});

test('any bytes as a message', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), anyRequest, async (body, like) => {
      expectNoFault(await post(Buffer.from(body), headersOf(like, session)));
    }),
    RUNS,
  );
});

test('requests in which one thing is something else', async () => {
  await fc.assert(
    fc.asyncProperty(anyRequest.chain(broken), async (like) => {
      expectNoFault(await post(JSON.stringify(like.message) ?? '', headersOf(like, session)));
    }),
    RUNS,
  );
});

test('requests with other headers, methods and paths', async () => {
  const names = ['accept', 'content-type', 'content-encoding', 'origin', 'mcp-protocol-version', 'mcp-method']
    .concat(['mcp-name', 'mcp-session-id', 'last-event-id', 'authorization', 'x-request-id', 'traceparent'])
    .concat(['cookie', 'forwarded', 'x-forwarded-for', 'mcp-param-cart']);
  const value = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((n) => String.fromCharCode(n)),
    maxLength: 60,
  });
  const headers = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 });
  const method = fc.constantFrom('POST', 'POST', 'POST', 'GET', 'DELETE', 'PUT', 'OPTIONS', 'HEAD', 'PATCH');
  const path = fc.oneof(
    fc.constantFrom(
      '/mcp',
      '/mcp',
      '/mcp?x=y',
      '/',
      '/healthz',
      '/readyz',
      '/metrics',
      '/%00',
      '/..%2f..',
      '//mcp',
    ),
    fc.webPath(),
  );
  await fc.assert(
    fc.asyncProperty(anyRequest, headers, method, path, async (like, other, verb, target) => {
      const body = verb === 'POST' ? JSON.stringify(like.message) : '';
      expectNoFault(await post(body, { ...headersOf(like, session), ...other }, verb, target));
      const live = await post('', {}, 'GET', '/healthz');
      expect(live.status).toBe(200);
    }),
    RUNS,
  );
  // A request to end the session may have been among them.
});

test('anything but HTTP', async () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .constantFrom(
        'POST /mcp HTTP/1.1',
        'GET / HTTP/9.9',
        'Host: localhost',
        'Content-Length: -1',
        'Content-Length: 5',
      )
      .map((text) => `${text}\r\n`),
    fc.constantFrom(
      'Transfer-Encoding: chunked\r\n',
      'Expect: 100-continue\r\n',
      'Upgrade: h2c\r\n',
      '\r\n',
      'ffffffffff\r\n',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
      const text = await talk(lines.join(''));
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      if (status !== undefined)
        expect(Number(status) < 500 || status === '505' || status === '501').toBe(true);
    }),
    RUNS,
  );
  expect((await post('', {}, 'GET', '/healthz')).status).toBe(200);
});

/** Says something on a connection of its own, and hangs up. */
function talk(text: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(Number(url.port), url.hostname, () => socket.end(text, 'latin1'));
    socket.setEncoding('latin1').on('data', (chunk: string) => (heard += chunk));
    socket.setTimeout(300, () => socket.destroy());
    socket.on('error', () => {}).on('close', () => resolve(heard));
  });
}

describe('what the server gave out, changed', () => {
  const meddled = (given: string): fc.Arbitrary<string> =>
    fc.oneof(
      fc.string({ maxLength: 80 }),
      fc
        .tuple(fc.nat(given.length), fc.string({ minLength: 1, maxLength: 4 }))
        .map(([at, text]) => given.slice(0, at) + text + given.slice(at + text.length)),
      fc.nat(given.length).map((at) => given.slice(0, at)),
      fc.base64String({ maxLength: 120 }),
    );

  test('cursors', async () => {
    const paged = await PorticoFactory.create(TargetModule, {
      name: 'paged',
      version: '1',
      log,
      pageSize: 1,
      jobs: { url: 'memory:' },
    });
    const client = new RawClient(paged);
    const first = (await client.request('tools/list', {})) as { result?: { nextCursor?: string } };
    const given = first.result!.nextCursor!;
    await fc.assert(
      fc.asyncProperty(meddled(given), async (cursor) => {
        const { result, error } = await client.request('tools/list', { cursor });
        if (cursor === given) expect(result).toBeDefined();
        else if (error) expect(error.code).toBe(-32_602);
      }),
      RUNS,
    );
    await client.close();
    await paged.close();
  });

  test('request states: none but those that were given out are taken', async () => {
    const client = new RawClient(app);
    const asked = await client.call('checkout', { cart: 'c-1' });
    const given = asked.result!.requestState;
    await fc.assert(
      fc.asyncProperty(meddled(given), async (requestState) => {
        fc.pre(requestState !== given);
        const { result, error } = await client.call(
          'checkout',
          { cart: 'c-1' },
          { requestState, inputResponses: {} },
        );
        expect(result).toBeUndefined();
        expect(error).toMatchObject({ code: -32_602, message: 'Invalid or expired requestState' });
      }),
      RUNS,
    );
    await client.close();
  });

  test('handles of sessions: one that was not given out opens nothing', async () => {
    const client = new RawClient(app);
    const begun = await client.call('count', {});
    const given = /[\w-]{20,}/.exec(JSON.stringify(begun.result))![0];
    await fc.assert(
      fc.asyncProperty(fc.oneof(meddled(given), fc.jsonValue({ maxDepth: 1 })), async (handle) => {
        fc.pre(handle !== given);
        const answer = await client.call('count', { session: handle });
        expect(JSON.stringify(answer)).not.toContain('"2"');
        expect(answer.error !== undefined || answer.result?.isError === true).toBe(true);
        expect(JSON.stringify(answer)).not.toContain('Internal error');
      }),
      RUNS,
    );
    await client.close();
  });
});
