import { describe, expect, it } from '@jest/globals';
import { openSession, send, sendStateless, standardHeaders } from '../obligations/support/raw-http.js';
import { envelope, text } from '../obligations/support/raw-line.js';
import { serve } from '../obligations/support/serve.js';
import { bearer, named } from './bearer.js';
import { CallerModule } from './callers.fixture.js';

const auth = {
  verify: named,
  resource: 'https://orders.example.org/mcp',
  authorizationServers: ['https://login.example.org'],
  scopes: ['orders'],
};
const served = serve(CallerModule, { auth });
const open = serve(CallerModule, { auth: { verify: named, anonymous: true } });

const whoami = { name: 'whoami', arguments: {} };
const metadataUrl = 'https://orders.example.org/.well-known/oauth-protected-resource/mcp';

/** A call in each era, with the given headers. */
const eras = {
  stateless: async (url: URL, headers: Record<string, string>, params: object = whoami) =>
    sendStateless(url, 'tools/call', params as never, { headers }),
  session: async (url: URL, headers: Record<string, string>, params: object = whoami) => {
    const session = await openSession(url, {}, headers);
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
    return send(url, 'POST', body, { ...session.headers, ...headers });
  },
};

describe.each(Object.entries(eras))('%s', (_, call) => {
  it('the caller is who the verifier says', async () => {
    const { messages } = await call(served.url, bearer('ada.at.phone~orders~read'));
    expect(messages[0]?.result?.['structuredContent']).toEqual({
      subject: 'ada',
      issuer: 'https://names.example',
      clientId: 'phone',
      scopes: ['orders', 'read'],
      roles: [],
      claims: {},
      isPrincipal: true,
    });
  });

  it('A3: no handler sees the token', async () => {
    const { messages, body } = await call(
      served.url,
      { ...bearer('ada~orders'), cookie: 'sid=1', 'x-region': 'eu' },
      { name: 'headers', arguments: {} },
    );
    expect(body).not.toContain('authorization');
    expect(body).not.toContain('cookie');
    expect(text(messages[0]!)).toContain('x-region');
  });

  it('where credentials are optional, who brings none is nobody', async () => {
    const { messages } = await call(open.url, {});
    expect(messages[0]?.result?.['structuredContent']).toEqual({ subject: 'nobody' });
  });
});

const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { ...whoami, _meta: envelope() } };
const headers = standardHeaders('tools/call', whoami);
const post = (more: Record<string, string>, url = served.url) =>
  send(url, 'POST', body, { ...headers, ...more });

describe('a request that is turned away', () => {
  it('A1, A2: without credentials: 401, with the place of the metadata and the scopes to ask for', async () => {
    const { status, headers: answered } = await post({});
    expect(status).toBe(401);
    expect(answered['www-authenticate']).toBe(`Bearer scope="orders", resource_metadata="${metadataUrl}"`);
  });

  it('A3: with credentials that do not hold: 401 invalid_token, and why', async () => {
    const { status, headers: answered } = await post(bearer('expired'));
    expect(status).toBe(401);
    expect(answered['www-authenticate']).toBe(
      `Bearer error="invalid_token", error_description="The token has expired", resource_metadata="${metadataUrl}"`,
    );
  });

  it('A4: without a scope that every request needs: 403 insufficient_scope', async () => {
    const { status, headers: answered } = await post(bearer('ada~other'));
    expect(status).toBe(403);
    expect(answered['www-authenticate']).toContain('error="insufficient_scope"');
    expect(answered['www-authenticate']).toContain('scope="orders"');
    expect(answered['www-authenticate']).toContain(`resource_metadata="${metadataUrl}"`);
  });

  it.each([['Bearer'], ['Bearer a b'], ['Bearer "x"']])('A4: malformed (%s): 400', async (authorization) => {
    const { status, headers: answered } = await post({ authorization });
    expect(status).toBe(400);
    expect(answered['www-authenticate']).toContain('error="invalid_request"');
  });

  it('A6: with a token in the URL: 400, though the token would hold', async () => {
    const url = new URL(`${served.url.href}?access_token=ada~orders`);
    expect((await post({}, url)).status).toBe(400);
    expect((await post(bearer('ada~orders'), url)).status).toBe(400);
  });

  it('when credentials cannot be checked: 503, so that the client keeps its token', async () => {
    const { status, headers: answered } = await post(bearer('outage'));
    expect(status).toBe(503);
    expect(answered['retry-after']).toBe('5');
    expect(answered['www-authenticate']).toBeUndefined();
  });

  it('unknown credentials are refused, even where none are needed', async () => {
    expect((await post(bearer('expired'), open.url)).status).toBe(401);
  });

  it.each(['GET', 'DELETE', 'POST'])('A6: %s is looked at like any other', async (method) => {
    const session = await openSession(served.url, {}, bearer('ada~orders'));
    const stranger = await send(
      served.url,
      method,
      method === 'POST' ? { ...body, params: whoami } : undefined,
      {
        ...session.headers,
      },
    );
    expect(stranger.status).toBe(401);
    const own = await send(served.url, 'DELETE', undefined, { ...session.headers, ...bearer('ada~orders') });
    expect(own.status).toBe(200);
  });
});

it.each(['/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource/mcp'])(
  'A1: the metadata stands at %s, for everyone',
  async (path) => {
    const { status, headers: answered, body: document } = await send(new URL(path, served.url), 'GET');
    expect(status).toBe(200);
    expect(answered['content-type']).toBe('application/json');
    expect(JSON.parse(document)).toEqual({
      resource: 'https://orders.example.org/mcp',
      authorization_servers: ['https://login.example.org'],
      bearer_methods_supported: ['header'],
      scopes_supported: ['orders'],
      resource_name: 'obligations',
    });
  },
);

it('there is no metadata where there is nobody to get tokens from', async () => {
  expect((await send(new URL('/.well-known/oauth-protected-resource', open.url), 'GET')).status).toBe(404);
});

describe.each(['POST', 'GET', 'DELETE'])('A7: %s with the session id of someone else', (method) => {
  it.each(['eve~orders', 'ada.at.another~orders'])('as %s: there is no such session', async (stranger) => {
    const session = await openSession(served.url, {}, bearer('ada~orders'));
    const given = method === 'POST' ? { jsonrpc: '2.0', id: 1, method: 'tools/list' } : undefined;
    const as = (token: string) => send(served.url, method, given, { ...session.headers, ...bearer(token) });
    expect((await as(stranger)).status).toBe(404);
    if (method !== 'GET') expect((await as('ada~orders')).status).toBe(200);
  });
});
