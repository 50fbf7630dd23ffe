import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { introspection, PorticoFactory, silentLog, type PorticoApp } from 'portico';
import { clientKinds, type ClientKind } from '../support/clients.js';
import { freePort } from '../support/free-port.js';
import { CallerModule } from './callers.fixture.js';
import { APP, OAuthServer } from './oauth-server.js';

/** A program in which a person signs in: what the SDK's own client asks of it, and a browser that follows. */
class Person {
  readonly redirectUrl = APP.redirect;
  readonly clientMetadata = { client_name: 'Desk', redirect_uris: [APP.redirect] };
  /** What the program was told when the person came back. */
  back: URLSearchParams | undefined;
  asked: URL | undefined;
  private verifier = '';
  private kept: unknown;

  clientInformation() {
    return { client_id: APP.id };
  }
  tokens() {
    return this.kept as never;
  }
  saveTokens(tokens: unknown) {
    this.kept = tokens;
  }
  saveCodeVerifier(verifier: string) {
    this.verifier = verifier;
  }
  codeVerifier() {
    return this.verifier;
  }

  /** Follows from page to page, with the cookies, until it is sent back to the program. */
  async redirectToAuthorization(first: URL): Promise<void> {
    this.asked = first;
    const cookies = new Map<string, string>();
    let at = first;
    for (let hops = 0; hops < 10 && !at.href.startsWith(APP.redirect); hops++) {
      const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
      for (const set of response.headers.getSetCookie()) {
        const [name, value] = set.split(';')[0]!.split('=');
        cookies.set(name!, value!);
      }
      const { status } = response;
      const next = response.headers.get('location');
      if (next === null)
        throw new Error(`Signing in ended at ${at.href}: ${status} ${await response.text()}`);
      at = new URL(next, at);
    }
    this.back = at.searchParams;
    if (!this.back.has('code')) throw new Error(`Signing in ended with ${at.href}`);
  }
}

let login: OAuthServer;
let app: PorticoApp;
let url: URL;
beforeAll(async () => {
  login = await OAuthServer.start('opaque');
  // The resource is named by its address, so the address is chosen first.
  const port = await freePort();
  url = new URL(`http://127.0.0.1:${port}/mcp`);
  app = await PorticoFactory.create(CallerModule, {
    name: 'orders',
    version: '1.0.0',
    log: silentLog,
    auth: {
      resource: url,
      authorizationServers: [login.issuer],
      scopes: ['mcp'],
      verify: introspection({
        url: `${login.issuer}/token/introspection`,
        clientId: 'resource-server',
        clientSecret: 'secret',
      }),
    },
  });
  await app.listen({ transport: 'http', port, signals: false });
});
afterAll(async () => {
  await app.close();
  await login.close();
});

describe.each(clientKinds)('a person who signs in, by $name', (kind: ClientKind) => {
  it('A1: is led from the refusal to the authorization server and back with a code, and is known then', async () => {
    const person = new Person();
    const dial = () =>
      kind.name === 'SDK v1'
        ? new FirstTransport(url, { authProvider: person })
        : new StreamableHTTPClientTransport(url, { authProvider: person as never });
    const first = dial();
    const finish = () =>
      first instanceof FirstTransport
        ? first.finishAuth(person.back!.get('code')!)
        : first.finishAuth(person.back!);
    await expect(kind.connect(first)).rejects.toThrow(
      kind.name === 'SDK v1' ? /Unauthorized/ : UnauthorizedError,
    );
    const asked = person.asked!.searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('resource')).toBe(url.href);
    expect(asked.get('scope')).toContain('mcp');
    await finish();

    const client = await kind.connect(dial());
    expect((await client.callTool('whoami')).structuredContent).toMatchObject({
      subject: 'ada',
      clientId: APP.id,
      scopes: expect.arrayContaining(['mcp']),
    });
    await client.close();
  });
});
