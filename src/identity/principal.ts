/** What a verifier found out about a caller. */
export interface PrincipalData {
  /** The user, or the program where none stands behind it; unique at the issuer. */
  readonly subject: string;
  /** Who says so: the `iss` of a token, or a name of your own for a verifier of your own. */
  readonly issuer?: string | undefined;
  /** The OAuth client the user came with. */
  readonly clientId?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly roles?: readonly string[] | undefined;
  /** Whatever else is known of the caller. Tools see it: never the token itself. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  /** Until when this holds, in ms since the epoch; absent where it does not end by itself. */
  readonly expiresAt?: number | undefined;
}

/**
 * Who is calling, as the server verified it. Never what a client says about itself.
 *
 * In the constructor of a class it stands for whoever calls when it is used; where nobody is known each use throws.
 *
 * @example
 * ```ts
 * @Tool('My orders')
 * list(ctx: Context) { return this.orders.of(ctx.principal!.subject); }
 * ```
 */
export class Principal {
  /** The user, or the program where none stands behind it; unique at the issuer. */
  readonly subject: string;
  readonly issuer?: string;
  /** The OAuth client the user came with. */
  readonly clientId?: string;
  /** What the caller was granted, with all that this implies by the scope hierarchy of the application. */
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly claims: Readonly<Record<string, unknown>>;
  /** Until when the caller's credentials hold, in ms since the epoch. */
  readonly expiresAt?: number;

  constructor({ subject, issuer, clientId, scopes = [], roles = [], claims = {}, expiresAt }: PrincipalData) {
    this.subject = subject;
    if (issuer !== undefined) this.issuer = issuer;
    if (clientId !== undefined) this.clientId = clientId;
    this.scopes = Object.freeze([...scopes]);
    this.roles = Object.freeze([...roles]);
    this.claims = Object.freeze({ ...claims });
    if (expiresAt !== undefined) this.expiresAt = expiresAt;
  }
}

/** One caller among all others: a user, at an issuer, through a client. */
export function callerKey({ issuer = '', subject, clientId = '' }: Principal): string {
  return JSON.stringify([issuer, subject, clientId]);
}
