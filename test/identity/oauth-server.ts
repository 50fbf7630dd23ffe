import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK, type JWTPayload } from 'jose';
import Provider, { type Grant, type KoaContextWithOIDC } from 'oidc-provider';

/** A program that is registered at the authorization server; its secret is `secret`. */
export const PROGRAMS = ['phone', 'laptop'];

/** A program in which a person signs in: it has no secret, and comes back here. */
export const APP = { id: 'desk-app', redirect: 'http://127.0.0.1:8765/callback' };

/** Who signs in. */
const PERSON = 'ada';

/** A real authorization server, whose keys can be changed while it runs. */
export class OAuthServer {
  private provider!: Provider;
  private key!: JWK;
  private keys = 0;
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  isDown = false;

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
    private readonly format: 'jwt' | 'opaque',
  ) {}

  static async start(format: 'jwt' | 'opaque'): Promise<OAuthServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const started = new OAuthServer(server, issuer, format);
    await started.changeKeys();
    server.on('request', (request, response) => {
      started.asked.push(request.url ?? '');
      if (started.isDown) return response.writeHead(502).end();
      return void started.provider.callback()(request, response);
    });
    return started;
  }

  /** From now on tokens are signed by a new key, and the old one is published no more. */
  async changeKeys(): Promise<void> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    this.key = { ...(await exportJWK(privateKey)), kid: `key-${++this.keys}`, alg: 'RS256', use: 'sig' };
    const { format } = this;
    this.provider = new Provider(this.issuer, {
      clients: [
        ...['resource-server', ...PROGRAMS].map((id) => ({
          client_id: id,
          client_secret: 'secret',
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [] as [],
        })),
        {
          client_id: APP.id,
          token_endpoint_auth_method: 'none',
          application_type: 'native',
          grant_types: ['authorization_code'],
          redirect_uris: [APP.redirect],
          response_types: ['code'],
        },
      ],
      pkce: { required: () => true },
      findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
      loadExistingGrant: (context) => this.grantAll(context),
      interactions: { url: (_context, { uid }) => `/sign-in/${uid}` },
      jwks: { keys: [this.key] },
      scopes: ['mcp', 'orders:read', 'orders:write'],
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        introspection: { enabled: true, allowedPolicy: () => true },
        revocation: { enabled: true, allowedPolicy: () => true },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: (_context, resource) => ({
            scope: 'mcp orders:read orders:write',
            audience: resource,
            accessTokenFormat: format,
            ...(format === 'jwt' && { jwt: { sign: { alg: 'RS256' } } }),
          }),
        },
      },
    });
    this.provider.use(async (context, next) => {
      if (context.path.startsWith('/sign-in/'))
        // A person would be asked here; this one signs in and agrees at once.
        await this.provider.interactionFinished(context.req, context.res, {
          login: { accountId: PERSON },
          consent: {},
        });
      else await next();
    });
    // What it says about its own settings is not what a test is about.
    this.provider.on('server_error', (_context, error) => this.asked.push(`error: ${error.message}`));
  }

  /** Whoever signed in agrees to what the program asks for. */
  private async grantAll({ oidc }: KoaContextWithOIDC): Promise<Grant> {
    const grant = new this.provider.Grant({
      clientId: oidc.client!.clientId,
      accountId: oidc.session!.accountId!,
    });
    const scope = 'mcp orders:read orders:write';
    grant.addOIDCScope(scope);
    for (const resource of [oidc.params?.['resource']].flat())
      if (typeof resource === 'string') grant.addResourceScope(resource, scope);
    await grant.save();
    return grant;
  }

  /** A token for a program, as it fetches one itself. */
  async token(program: string, resource: string, scope = 'mcp'): Promise<string> {
    const body = { grant_type: 'client_credentials', resource, scope };
    const { access_token: token } = (await (await this.post('/token', program, body)).json()) as {
      access_token: string;
    };
    return token;
  }

  async revoke(program: string, token: string): Promise<void> {
    await this.post('/token/revocation', program, { token });
  }

  /** A token with whatever claims, signed by the present key. */
  async sign(claims: JWTPayload): Promise<string> {
    const header = { alg: 'RS256', kid: this.key.kid! };
    return new SignJWT(claims).setProtectedHeader(header).sign(await importJWK(this.key, 'RS256'));
  }

  /** The present key, as everyone may know it. */
  get publicKey(): JWK {
    const { kty, n, e, kid } = this.key;
    return { kty: kty!, n: n!, e: e!, kid: kid! };
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private post(path: string, program: string, body: Record<string, string>): Promise<Response> {
    const authorization = `Basic ${Buffer.from(`${program}:secret`).toString('base64')}`;
    return fetch(this.issuer + path, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams(body),
    });
  }
}
