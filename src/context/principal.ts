/** Who is calling, as the server verified it. Never what a client says about itself. */
export interface Principal {
  /** The user, unique at the issuer. */
  readonly subject: string;
  readonly issuer?: string;
  /** The OAuth client the user came with. */
  readonly clientId?: string;
  readonly scopes: readonly string[];
  readonly claims: Readonly<Record<string, unknown>>;
}
