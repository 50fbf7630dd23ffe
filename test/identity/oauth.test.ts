import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ClientCredentialsProvider,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { ClientCredentialsProvider as FirstProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  introspection,
  jwtVerifier,
  Module,
  PorticoFactory,
  RequireScopes,
  Tool,
  type PorticoApp,
} from 'portico';
import { exportSPKI, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { sendStateless } from '../obligations/support/raw-http.js';
import { clientKinds, type ClientKind, type LineClient } from '../support/clients.js';
import { eventually } from '../support/eventually.js';
import { RecordedLog } from '../support/recorded-log.js';
import { CallerModule } from './callers.fixture.js';
import { freePort } from '../support/free-port.js';
import { OAuthServer } from './oauth-server.js';

class WriteTools {
  @RequireScopes('orders:write')
  @Tool('Needs more than a client asks for at first')
  write() {
    return 'written';
  }
}

@Module({ imports: [CallerModule], providers: [WriteTools] })
class OAuthModule {}

/** A server that trusts an authorization server, and what it wrote into its log. */
interface Trusting {
  readonly login: OAuthServer;
  readonly app: PorticoApp;
  readonly url: URL;
  readonly log: RecordedLog;
}

function trusting(format: 'jwt' | 'opaque', cache: number): Trusting {
  const made: Partial<Record<keyof Trusting, unknown>> = { log: new RecordedLog() };
  beforeAll(async () => {
    const login = await OAuthServer.start(format);
    const port = await freePort();
    const url = new URL(`http://127.0.0.1:${port}/mcp`);
    const asking = {
      url: `${login.issuer}/token/introspection`,
      clientId: 'resource-server',
      clientSecret: 'secret',
    };
    const app = await PorticoFactory.create(OAuthModule, {
      name: 'orders',
      version: '1.0.0',
      log: made.log as RecordedLog,
      auth: {
        resource: url,
        authorizationServers: [login.issuer],
        scopes: ['mcp'],
        verify:
          format === 'jwt'
            ? jwtVerifier({ issuer: login.issuer, cooldown: 1 })
            : introspection({ ...asking, cache }),
      },
    });
    await app.listen({ transport: 'http', port, signals: false });
    Object.assign(made, { login, app, url });
  });
  afterAll(async () => {
    await (made.app as PorticoApp | undefined)?.close();
    await (made.login as OAuthServer | undefined)?.close();
  });
  return made as Trusting;
}

/** An official client that fetches its tokens itself. */
function connect(kind: ClientKind, { url, login }: Trusting, program: string): Promise<LineClient> {
  const options = { clientId: program, clientSecret: 'secret', expectedIssuer: login.issuer };
  const transport: Transport =
    kind.name === 'SDK v1'
      ? new FirstTransport(url, {
          authProvider: new FirstProvider({ ...options, scope: 'mcp orders:write' }),
        })
      : new StreamableHTTPClientTransport(url, { authProvider: new ClientCredentialsProvider(options) });
  return kind.connect(transport);
}

const call = ({ url }: Trusting, token: string, name = 'whoami') =>
  sendStateless(
    url,
    'tools/call',
    { name, arguments: {} },
    { headers: { authorization: `Bearer ${token}` } },
  );

const later = () => Math.floor(Date.now() / 1000) + 60;

describe.each(['jwt', 'opaque'] as const)('%s tokens', (format) => {
  const server = trusting(format, 10_000);

  describe.each(clientKinds)('$name', (kind) => {
    it('A1: finds where to get a token, gets one, and is known by it', async () => {
      const [phone, laptop] = await Promise.all(
        ['phone', 'laptop'].map((name) => connect(kind, server, name)),
      );
      const who = async (client: LineClient) => (await client.callTool('whoami')).structuredContent;
      expect(await who(phone!)).toMatchObject({
        subject: 'phone',
        clientId: 'phone',
        issuer: server.login.issuer,
      });
      expect(await who(laptop!)).toMatchObject({
        subject: 'laptop',
        scopes: expect.arrayContaining(['mcp']),
      });
      await Promise.all([phone!.close(), laptop!.close()]);
    });

    // The provider of the first generation asks for what it was made with, whatever it is told.
    it('A4: gets a broader token when it is told to', async () => {
      const client = await connect(kind, server, 'phone');
      const { content } = await client.callTool('write');
      expect(content).toEqual([{ type: 'text', text: 'written' }]);
      await client.close();
    });
  });

  it('A3: a token for another server is refused', async () => {
    const token = await server.login.token('phone', 'https://elsewhere.example/mcp');
    const { status, headers } = await call(server, token);
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toContain('error="invalid_token"');
    expect(headers['www-authenticate']).toContain('The token was issued for another server');
  });

  it('A3: nothing that a handler sees, and no line of the log, has the token in it', async () => {
    const token = await server.login.token('phone', server.url.href);
    for (const tool of ['whoami', 'headers'])
      expect((await call(server, token, tool)).body).not.toContain(token);
    expect((await call(server, `${token}x`)).status).toBe(401);
    expect(server.log.text).not.toContain(token);
  });

  it('503 while the authorization server is not there, and then it goes on', async () => {
    const token = await server.login.token('phone', server.url.href);
    const fresh = format === 'jwt' ? await changed(server) : token;
    server.login.isDown = true;
    expect((await call(server, fresh)).status).toBe(503);
    server.login.isDown = false;
    await eventually(async () => expect((await call(server, fresh)).status).toBe(200), 10_000);
    expect(server.log.text).not.toContain(fresh);
  });
});

/** A token by a key that the server cannot know yet. */
async function changed({ login, url }: Trusting): Promise<string> {
  await login.changeKeys();
  return login.token('phone', url.href);
}

describe('a signed token', () => {
  const server = trusting('jwt', 0);
  const claims = () => ({
    iss: server.login.issuer,
    aud: server.url.href,
    sub: 'ada',
    scope: 'mcp',
    exp: later(),
  });
  const refused = async (token: string, why: string) => {
    const { status, headers } = await call(server, token);
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toContain(why);
  };

  it('as it must be', async () => {
    expect((await call(server, await server.login.sign(claims()))).status).toBe(200);
  });

  it.each<[string, object, string]>([
    ['that has expired', { exp: later() - 3600 }, 'The token has expired'],
    ['that never expires', { exp: undefined }, 'look at its claim exp'],
    ['that does not hold yet', { nbf: later() }, 'The token does not hold yet'],
    ['for another server', { aud: 'https://elsewhere.example' }, 'The token was issued for another server'],
    ['for nobody', { aud: undefined }, 'The token was issued for another server'],
    ['of another issuer', { iss: 'https://elsewhere.example' }, 'The credentials are not known here'],
    ['of nobody', { sub: undefined }, 'The token does not say whose it is'],
  ])('%s is refused', async (_, change, why) => {
    await refused(await server.login.sign({ ...claims(), ...change }), why);
  });

  it('without a signature is refused', async () => {
    await refused(new UnsecuredJWT(claims()).encode(), 'error="invalid_token"');
  });

  it('that takes the public key for a secret is refused', async () => {
    const pem = await exportSPKI((await importJWK(server.login.publicKey, 'RS256')) as never);
    const header = { alg: 'HS256', kid: server.login.publicKey.kid! };
    const forged = await new SignJWT(claims()).setProtectedHeader(header).sign(new TextEncoder().encode(pem));
    await refused(forged, 'The token is not signed as it must be');
  });

  it('that was changed is refused', async () => {
    const [head, , signature] = (await server.login.sign(claims())).split('.');
    const body = Buffer.from(JSON.stringify({ ...claims(), sub: 'eve' })).toString('base64url');
    await refused(`${head}.${body}.${signature}`, 'The token is not signed as it must be');
  });

  it('by a new key holds at once, and by the old key no more', async () => {
    const old = await server.login.sign(claims());
    expect((await call(server, old)).status).toBe(200);
    await server.login.changeKeys();
    expect((await call(server, await server.login.sign(claims()))).status).toBe(200);
    await refused(old, 'The token is not signed as it must be');
  });
});

describe('a token that is asked about', () => {
  const server = trusting('opaque', 0);
  const remembering = trusting('opaque', 60_000);

  it('is refused when it was revoked', async () => {
    const token = await server.login.token('phone', server.url.href);
    expect((await call(server, token)).status).toBe(200);
    await server.login.revoke('phone', token);
    const { status, headers } = await call(server, token);
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it('is asked about once for a while, however many requests there are', async () => {
    const { login, url } = remembering;
    const token = await login.token('phone', url.href);
    const asked = () => login.asked.filter((path) => path.endsWith('/introspection')).length;
    const before = asked();
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(remembering, token)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(asked() - before).toBe(1);
  });
});
