import { callerKey } from '../../identity/principal.js';
import { callerOf } from '../../protocol/http-caller.js';
import type { HttpRequest } from './http-message.js';

/** Who sent a request, as a text that is the same for each of their requests; sessions are kept apart by it. */
export function callerKeyOf(request: HttpRequest): string | undefined {
  const principal = callerOf(request.auth)?.principal;
  return principal && callerKey(principal);
}

/**
 * Whose a place is that each caller has only so many of: who has no name is told apart by address. `undefined` where the host does
 * not say where a request comes from.
 *
 * @param principal as {@link callerKeyOf} names it
 */
export function placeOwner(principal: string | undefined, { socket }: HttpRequest): string | undefined {
  return principal ?? (socket?.remoteAddress && `address ${socket.remoteAddress}`);
}
