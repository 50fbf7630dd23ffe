/** Why a request is turned away, as far as its client is told. */
export interface Denial {
  /** The HTTP status. */
  readonly status: 400 | 401 | 403 | 503;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What stands in a challenge. */
export interface Challenge {
  /** As RFC 6750 names it; absent where no credentials came. */
  readonly error?: 'invalid_request' | 'invalid_token' | 'insufficient_scope' | undefined;
  readonly description?: string | undefined;
  readonly scopes?: readonly string[];
  /** Where the metadata of this server is. */
  readonly metadata?: string | undefined;
}

/**
 * The value of `WWW-Authenticate`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3 and https://www.rfc-editor.org/rfc/rfc9728#section-5.1
 */
export function challenge({ error, description, scopes = [], metadata }: Challenge): string {
  const parameters = [
    error && `error="${error}"`,
    description !== undefined && `error_description="${quotable(description)}"`,
    scopes.length > 0 && `scope="${scopes.map(quotable).join(' ')}"`,
    metadata !== undefined && `resource_metadata="${metadata}"`,
  ].filter(Boolean);
  return parameters.length === 0 ? 'Bearer' : `Bearer ${parameters.join(', ')}`;
}

/** What may stand between quotes there: printable ASCII but for the quote and the backslash. */
function quotable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, "'");
}
