import { isPorticoError, PorticoError } from '../../common/portico-error.js';
import { isUserError } from '../../common/user-error.js';
import type { Exchange } from '../exchange.js';

/**
 * What a handler sees of an error of a call it made within the server. A fault answers the request it belongs to, which
 * here is the inner one: if it left the handler as it is, the client would read that its own request was wrong.
 *
 * User errors stay the user errors they were. What stops a handler, or the whole request for want of a capability,
 * passes as it is.
 */
export function innerCallError({ method, params }: Exchange, error: unknown): unknown {
  if (!isPorticoError(error, 'PORTICO_REQUEST_FAULT')) return error;
  if ((error as { readonly kind?: unknown }).kind === 'missing-capability') return error;
  if (isUserError(error.cause)) return error.cause;
  const target = params['name'] ?? params['uri'];
  const of = typeof target === 'string' ? ` of '${target}'` : '';
  return new PorticoError('PORTICO_INNER_CALL', `The inner call ${method}${of} failed: ${error.message}`, {
    cause: error,
  });
}
