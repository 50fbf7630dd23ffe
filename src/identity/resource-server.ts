import type { ServerLog } from '../common/server-log.js';
import { withDeadline } from '../common/deadline.js';
import { isPorticoError } from '../common/portico-error.js';
import type { AuthSettings } from './auth-settings.js';
import { challenge, type Challenge, type Denial } from './challenge.js';
import { checkedCaller } from './checked-caller.js';
import { credentialsOf, type AuthRequest } from './credentials.js';
import { Principal, type PrincipalData } from './principal.js';
import { withImplied } from './scope-hierarchy.js';
import type { Credentials } from './verifier.js';

/** A request that is let in, or turned away. */
export type Admission =
  { readonly principal: Principal | undefined } | { readonly denied: Denial; readonly principal?: undefined };

/**
 * This server as OAuth 2.1 sees it: it issues nothing, and lets in whoever brings credentials that hold. Every request is
 * looked at by itself; a session or a handle proves nothing.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization
 */
export class ResourceServer {
  /** Headers that no tool sees. */
  readonly secretHeaders: ReadonlySet<string>;
  /** Who is calling on stdio. */
  readonly stdio: Principal | undefined;

  constructor(
    private readonly settings: AuthSettings,
    private readonly log: ServerLog,
  ) {
    const own = settings.verifiers.flatMap(({ headers = [] }) => headers);
    this.secretHeaders = new Set(['authorization', 'proxy-authorization', 'cookie', ...own]);
    this.stdio = settings.stdio && this.principal(settings.stdio);
  }

  get metadata(): AuthSettings['metadata'] {
    return this.settings.metadata;
  }

  /** Finds out who sends a request. Never throws. */
  async admit(request: AuthRequest): Promise<Admission> {
    const credentials = credentialsOf(request);
    if (typeof credentials === 'string')
      return this.deny(400, { error: 'invalid_request', description: credentials });
    try {
      const asked = this.identify({ resource: this.settings.resource, ...credentials });
      const found = await withDeadline(asked, this.settings.timeout, 'auth.verify');
      if (found) return this.judge(this.principal(found));
    } catch (error) {
      return this.refuse(error);
    }
    if (this.hasBroughtAny(credentials))
      return this.deny(401, { error: 'invalid_token', description: 'The credentials are not known here' });
    if (this.settings.anonymous) return { principal: undefined };
    return this.deny(401, { scopes: this.settings.scopes });
  }

  /** The answer to a caller who lacks scopes: all that the operation needs, so that one more token is enough. */
  lacking(principal: Principal | undefined, needed: readonly string[]): Denial {
    const scopes = [...new Set([...this.settings.scopes, ...needed])];
    if (!principal) return this.deny(401, { scopes }).denied;
    const description = 'The token lacks a scope that this needs';
    return this.deny(403, { error: 'insufficient_scope', description, scopes }).denied;
  }

  private async identify(credentials: Credentials): Promise<PrincipalData | undefined> {
    for (const verifier of this.settings.verifiers) {
      const found = await verifier.verify(credentials);
      if (found) return checkedCaller(found);
    }
    return undefined;
  }

  /** A caller, with all that the scopes imply. */
  principal({ scopes = [], ...data }: PrincipalData): Principal {
    return new Principal({ scopes: withImplied(scopes, this.settings.scopeHierarchy), ...data });
  }

  private judge(principal: Principal): Admission {
    if (principal.expiresAt !== undefined && principal.expiresAt <= Date.now())
      return this.deny(401, { error: 'invalid_token', description: 'The token has expired' });
    const { scopes } = this.settings;
    if (scopes.every((scope) => principal.scopes.includes(scope))) return { principal };
    return { denied: this.lacking(principal, scopes) };
  }

  private refuse(error: unknown): Admission {
    if (isPorticoError(error, 'PORTICO_UNAUTHORIZED'))
      return this.deny(401, { error: 'invalid_token', description: error.message });
    this.log.error('Who sends a request could not be found out:', error);
    const message = 'Credentials cannot be checked at the moment; try again later';
    return { denied: { status: 503, message, headers: { 'retry-after': '5' } } };
  }

  private hasBroughtAny({ token, headers }: Omit<Credentials, 'resource'>): boolean {
    const own = this.settings.verifiers.flatMap((verifier) => verifier.headers ?? []);
    return token !== undefined || own.some((name) => headers[name] !== undefined);
  }

  private deny(status: 400 | 401 | 403, given: Challenge): { readonly denied: Denial } {
    const value = challenge({ ...given, metadata: this.settings.metadata?.address });
    const message = given.description ?? 'This server asks who is calling: send a token';
    return { denied: { status, message, headers: { 'www-authenticate': value } } };
  }
}
