import { callerKey } from '../../identity/principal.js';
import { callerOf } from '../../protocol/http-caller.js';
import type { HttpRequest } from './http-message.js';

/** Who sent a request, as a text that is the same for each of their requests; sessions are kept apart by it. */
export function callerKeyOf(request: HttpRequest): string | undefined {
  const principal = callerOf(request.auth)?.principal;
  return principal && callerKey(principal);
}
