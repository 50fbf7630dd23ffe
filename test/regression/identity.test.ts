import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import {
  Cacheable,
  Context,
  jwtVerifier,
  Module,
  PorticoFactory,
  RequireScopes,
  Tool,
  type AuthOptions,
  type Credentials,
  type HttpOptions,
  type PorticoOptions,
  type PrincipalData,
} from 'portico';
import { bearer } from '../identity/bearer.js';
import { sendStateless, standardHeaders } from '../obligations/support/raw-http.js';
import { envelope } from '../obligations/support/raw-line.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';

class DeskTools {
  @Tool('What the caller keeps')
  async desk(ctx: Context) {
    await ctx.updateState<string[]>('notes', (notes = []) => [...notes, 'a note'], { scope: 'user' });
    return { notes: await ctx.getState('notes', { scope: 'user' }) };
  }

  @Cacheable({ ttl: '1m' })
  @Tool({ description: 'What the caller may see', annotations: { readOnlyHint: true } })
  salaries({ principal }: Context) {
    return { seen: principal!.roles.includes('admin') ? 'everyone’s' : 'your own' };
  }
}

@Module({ providers: [DeskTools] })
class DeskModule {}

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

async function start(auth: AuthOptions, listen: HttpOptions & { legacySse?: boolean } = {}) {
  const log = new RecordedLog();
  const app = await PorticoFactory.create(DeskModule, { name: 'desk', version: '1.0.0', log, auth });
  closing.push(() => app.close());
  const { address } = await app.listen({ ...listen, transport: 'http', port: 0, signals: false });
  return { url: new URL(address), log };
}

const call = (url: URL, token: string, name: string) =>
  sendStateless(url, 'tools/call', { name, arguments: {} }, { headers: bearer(token) });

const tokenOf = ({ token = '' }: Credentials) => Buffer.from(token, 'base64url').toString();

describe('what a verifier says', () => {
  // As plain JavaScript, or a cast row of a table, may have it.
  const wrong: readonly (readonly [string, object])[] = [
    ['no subject', { id: 7 }],
    ['an empty subject', { subject: '' }],
    ['a number', { subject: 7 }],
    ['an end that is none', { subject: 'ada', expiresAt: NaN }],
    ['scopes in one text', { subject: 'ada', scopes: 'a b' }],
    ['roles that are no texts', { subject: 'ada', roles: [7] }],
    ['an issuer that is no text', { subject: 'ada', issuer: {} }],
  ];

  it.each(wrong)('lets nobody in with %s: callers could not be told apart', async (_, found) => {
    const { url, log } = await start({ verify: () => found as PrincipalData });
    const response = await call(url, 'ada', 'desk');
    expect(response.status).toBe(503);
    expect(response.body).not.toContain('a note');
    expect(log.text).toContain('auth.verify');
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'no'],
    ['an object', {}],
  ])('may be %s, thrown', async (_, thrown) => {
    const { url } = await start({
      verify: () => {
        throw thrown as Error;
      },
    });
    expect((await call(url, 'ada', 'desk')).status).toBe(503);
  });

  it('comes in time, or the caller is asked to come again', async () => {
    const { url, log } = await start({ verify: () => new Promise(() => {}), timeout: 100 });
    const response = await call(url, 'ada', 'desk');
    expect(response.status).toBe(503);
    expect(response.headers['retry-after']).toBe('5');
    expect(log.text).toContain('100 ms');
  });
});

it('a kept result is not for the same user with other roles', async () => {
  const verify = (credentials: Credentials) => {
    const [subject = '', ...roles] = tokenOf(credentials).split('~');
    return { subject, roles };
  };
  const { url } = await start({ verify });
  expect((await call(url, 'ada~admin', 'salaries')).body).toContain('everyone’s');
  expect((await call(url, 'ada', 'salaries')).body).toContain('your own');
});

describe('an issuer that is down', () => {
  async function issuer() {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }];
    const state = { asked: 0, isDown: true };
    const server: Server = createServer((_, response) => {
      state.asked++;
      if (state.isDown) response.writeHead(500).end();
      else response.end(JSON.stringify({ keys, issuer: address, jwks_uri: `${address}/jwks` }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(
      () => server.close(),
      () => server.closeAllConnections(),
    );
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const token = (kid = 'one') =>
      new SignJWT({ sub: 'ada' })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setIssuer(address)
        .setExpirationTime('1m')
        .sign(privateKey);
    return { address, state, token };
  }

  const as = async (url: URL, token: string) =>
    (await sendStateless(url, 'tools/list', {}, { headers: { authorization: `Bearer ${token}` } })).status;

  it.each(['metadata', 'keys'] as const)('is not asked for its %s by each request', async (missing) => {
    const { address, state, token } = await issuer();
    const jwksUri = missing === 'keys' ? { jwksUri: `${address}/jwks` } : {};
    const { url } = await start({
      verify: jwtVerifier({ issuer: address, audience: false, ...jwksUri }),
    });
    const given = await token();
    const begun = performance.now();
    for (let i = 0; i < 30; i++) expect(await as(url, given)).toBe(503);
    // Twice where it is looked for in two places, and again each second.
    expect(state.asked).toBeLessThanOrEqual(2 * (1 + Math.ceil((performance.now() - begun) / 1_000)));
    state.isDown = false;
    await eventually(async () => expect(await as(url, given)).toBe(200), 10_000);
  });

  it('keeps nobody out whose key is known, whatever others send', async () => {
    const { address, state, token } = await issuer();
    state.isDown = false;
    const { url } = await start({
      verify: jwtVerifier({ issuer: address, audience: false, jwksUri: `${address}/jwks`, cooldown: 1 }),
    });
    const given = await token();
    expect(await as(url, given)).toBe(200);
    state.isDown = true;
    for (let i = 0; i < 5; i++) {
      expect(await as(url, await token('another'))).toBeGreaterThanOrEqual(401);
      expect(await as(url, given)).toBe(200);
    }
  });
});

it('who hangs up while it is found out who calls takes no place for a session', async () => {
  const waiting: (() => void)[] = [];
  let isSlow = true;
  const verify = async () => {
    if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve));
    return { subject: 'ada' };
  };
  const { url } = await start({ verify }, { legacySse: true, sessions: { max: 1 } });
  const socket = connect(Number(url.port), url.hostname);
  socket.write(`GET /sse HTTP/1.1\r\nHost: ${url.host}\r\nAccept: text/event-stream\r\n\r\n`);
  await eventually(() => expect(waiting).toHaveLength(1), 10_000);
  const gone = once(socket, 'close');
  socket.destroy();
  await gone;
  isSlow = false;
  // By the time this is answered the server has seen that the other is gone.
  await call(url, 'ada', 'desk');
  waiting[0]!();
  await eventually(async () => {
    const headers = { accept: 'text/event-stream', ...bearer('ada') };
    const opening = get(new URL('/sse', url), { headers });
    const [response] = (await once(opening, 'response')) as [IncomingMessage];
    response.destroy();
    expect(response.statusCode).toBe(200);
  }, 10_000);
});

it('a page of another origin may ask the older transport before it sends a token', async () => {
  const origin = 'https://app.example.org';
  const { url } = await start({ verify: () => undefined }, { legacySse: true, cors: [origin] });
  const asking = {
    origin,
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'authorization',
  };
  const preflight = await fetch(new URL('/sse', url), { method: 'OPTIONS', headers: asking });
  expect(preflight.status).toBe(204);
  const denied = await fetch(new URL('/sse', url), { headers: { origin } });
  expect(denied.status).toBe(401);
  expect(denied.headers.get('access-control-allow-origin')).toBe(origin);
  await denied.text();
});

describe('what asks for scopes, where nothing says who is calling', () => {
  class VaultTools {
    @RequireScopes('gold')
    @Tool('For some')
    open() {
      return 'gold';
    }

    @Tool('For all')
    look() {
      return 'a door';
    }
  }
  @Module({ providers: [VaultTools] })
  class VaultModule {}

  const warned = async (options: Partial<PorticoOptions>) => {
    const log = new RecordedLog();
    const app = await PorticoFactory.create(VaultModule, {
      name: 'vault',
      version: '1.0.0',
      log,
      ...options,
    });
    await app.close();
    return log.text;
  };

  it('is told at the start', async () => {
    const text = await warned({});
    expect(text).toMatch(/'open': by @RequireScopes .* Give the option auth\./);
    expect(text).not.toContain("'look'");
    expect(await warned({ auth: { verify: () => undefined } })).not.toContain('@RequireScopes');
  });
});

describe('a handler of web-standard requests', () => {
  it('counts the streams of changes of each caller, and lets go of those that have ended', async () => {
    const app = await PorticoFactory.create(DeskModule, {
      name: 'desk',
      version: '1.0.0',
      log: new RecordedLog(),
      auth: { verify: (credentials) => ({ subject: tokenOf(credentials) }) },
    });
    closing.push(() => app.close());
    const handle = app.fetchHandler({ maxListenStreams: 2 });
    const params = { notifications: { toolsListChanged: true }, _meta: envelope() };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params });
    const listen = (who: string, signal?: AbortSignal) => {
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...standardHeaders('subscriptions/listen', {}),
        ...bearer(who),
      };
      return handle(
        new Request('http://localhost/mcp', { method: 'POST', headers, body, ...(signal && { signal }) }),
      );
    };
    const hangUp = new AbortController();
    const [first, second] = [await listen('ada'), await listen('ada', hangUp.signal)];
    expect([first.status, second.status, (await listen('ada')).status]).toEqual([200, 200, 429]);
    const other = await listen('eve');
    expect(other.status).toBe(200);
    const { value } = await other.body!.getReader().read();
    expect(Buffer.from(value).toString()).toContain('notifications/subscriptions/acknowledged');
    await first.body!.cancel();
    const third = await listen('ada');
    expect([third.status, (await listen('ada')).status]).toEqual([200, 429]);
    hangUp.abort();
    expect((await listen('ada')).status).toBe(200);
  });

  it('counts those of callers without a name by address', async () => {
    const app = await PorticoFactory.create(DeskModule, {
      name: 'desk',
      version: '1.0.0',
      log: new RecordedLog(),
    });
    closing.push(() => app.close());
    const handle = app.fetchHandler({ maxListenStreams: 1 });
    const params = { notifications: { toolsListChanged: true }, _meta: envelope() };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params });
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...standardHeaders('subscriptions/listen', {}),
    };
    const listen = async (address?: string) =>
      (await handle(new Request('http://localhost/mcp', { method: 'POST', headers, body }), { address }))
        .status;
    expect([await listen('10.0.0.1'), await listen('10.0.0.1')]).toEqual([200, 429]);
    expect([await listen('10.0.0.2'), await listen('10.0.0.2')]).toEqual([200, 429]);
    // Where the host says no address there is nobody to tell apart.
    expect([await listen(), await listen()]).toEqual([200, 429]);
  });
});
