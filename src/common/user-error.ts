import { isPorticoError, PorticoError } from './portico-error.js';

/**
 * An error whose text is meant for the caller: it reaches the model (or the client) word for word. Every other
 * error is masked by a fixed text and an error id.
 *
 * @example
 * ```ts
 * if (cart.items.length === 0) throw new UserError('The cart is empty. Add an item first.');
 * ```
 */
export class UserError extends PorticoError {
  override readonly name: string = 'UserError';
  readonly isUserError = true;

  constructor(message: string, options?: ErrorOptions & { code?: string }) {
    super(options?.code ?? 'PORTICO_USER_ERROR', message, options);
  }
}

/** What was asked for does not exist. For a resource the client receives the protocol's own "not found" code. */
export class NotFoundError extends UserError {
  override readonly name = 'NotFoundError';

  constructor(message: string, options?: ErrorOptions) {
    super(message, { ...options, code: 'PORTICO_NOT_FOUND' });
  }
}

/** The caller is known and may not do this. */
export class ForbiddenError extends UserError {
  override readonly name = 'ForbiddenError';

  constructor(message: string, options?: ErrorOptions) {
    super(message, { ...options, code: 'PORTICO_FORBIDDEN' });
  }
}

/** Recognises a user error even when two copies of the package are installed. */
export function isUserError(error: unknown): error is UserError {
  return isPorticoError(error) && (error as Partial<UserError>).isUserError === true;
}
