const brand = Symbol.for('portico.error');

/**
 * Base of every error Portico raises. The code is stable and has a page in `docs/errors/`; the message names
 * what happened, where, and the way out.
 *
 * @example
 * ```ts
 * try { await ctx.setState('cart', cart); }
 * catch (error) { if (isPorticoError(error, 'PORTICO_STATE_NO_SESSION')) return 'Please sign in first.'; throw error; }
 * ```
 */
export class PorticoError extends Error {
  override readonly name: string = 'PorticoError';
  readonly [brand] = true;

  /**
   * @param code stable identifier, `PORTICO_…`
   * @param message what happened, where, and what to do
   */
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Recognises a Portico error even when two copies of the package are installed. */
export function isPorticoError(error: unknown, code?: string): error is PorticoError {
  return (
    error instanceof Error && brand in error && (code === undefined || (error as PorticoError).code === code)
  );
}
