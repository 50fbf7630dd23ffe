import type { Duration } from '../common/duration.js';
import type { PrincipalData } from './principal.js';
import type { Verifier, VerifierFunction } from './verifier.js';

/** Who may call, and how that is found out. */
export interface AuthOptions {
  /**
   * How callers are known: one verifier, or several that are asked in this order until one knows the credentials.
   */
  readonly verify: Verifier | VerifierFunction | readonly (Verifier | VerifierFunction)[];
  /**
   * How long it may take to find out who is calling; after that the client is asked to come again (503). Default: 30
   * seconds.
   */
  readonly timeout?: Duration;
  /**
   * The address under which clients know this server, such as `https://orders.example.org/mcp`. Tokens must have been
   * issued for it. Needed where there are authorization servers.
   */
  readonly resource?: string | URL;
  /** The issuers from whom clients may fetch tokens for this server; told in its metadata (RFC 9728). */
  readonly authorizationServers?: readonly (string | URL)[];
  /** Let callers in who bring no credentials: they have no principal. Default: `false`. */
  readonly anonymous?: boolean;
  /** Scopes that every request needs; clients are told to ask for them. */
  readonly scopes?: readonly string[];
  /**
   * Scopes that include others: `{ admin: ['orders:write'], 'orders:write': ['orders:read'] }`. Whoever has the broader one
   * has the narrower ones.
   */
  readonly scopeHierarchy?: Readonly<Record<string, readonly string[]>>;
  /**
   * Callers see only what they may use: the rest is in no list, and unknown when it is called. Default: `false`, everything
   * is listed, and whoever lacks a scope is told which, so that a client can ask for it.
   */
  readonly hideForbidden?: boolean;
  /** Who is calling on stdio, where whoever started the process is the user. Default: nobody. */
  readonly stdio?: PrincipalData;
}
