/*
 * The two kinds of errors the SDK knows, for those who throw or meet them where the SDK may not have been loaded. By their brands
 * the SDK takes them for its own, and they those of the SDK: that is how it tells errors of its copies from others.
 */

const BRANDS = Symbol.for('mcp.sdk.errorBrands');

function brand(error: Error, name: string): void {
  Object.defineProperty(error, BRANDS, { value: new Set([name]), enumerable: false, configurable: true });
}

function isBranded(error: unknown, name: string): boolean {
  if (typeof error !== 'object' || error === null || !Object.hasOwn(error, BRANDS)) return false;
  const brands: unknown = (error as { readonly [BRANDS]?: unknown })[BRANDS];
  return brands instanceof Set && brands.has(name);
}

const PROTOCOL_ERROR = 'mcp.ProtocolError';
const SDK_ERROR = 'mcp.SdkError';

/** What a request is answered with instead of a result. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isBranded(value, PROTOCOL_ERROR);
  }

  constructor(
    readonly code: number,
    message: string,
    readonly data?: unknown,
  ) {
    super(message);
    brand(this, PROTOCOL_ERROR);
  }
}

/** What went wrong on this side, and never leaves it. */
export class SdkError extends Error {
  override readonly name = 'SdkError';

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isBranded(value, SDK_ERROR);
  }

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    brand(this, SDK_ERROR);
  }
}

/** The client is gone, or its line is closed. */
export function connectionClosed(): SdkError {
  return new SdkError('CONNECTION_CLOSED', 'Connection closed');
}

/** Whether nobody answered in time. */
export function isTimeout(error: unknown): boolean {
  return error instanceof SdkError && error.code === 'REQUEST_TIMEOUT';
}
