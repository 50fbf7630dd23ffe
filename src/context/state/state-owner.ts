import { createHash } from 'node:crypto';
import { PorticoError } from '../../common/portico-error.js';
import type { Exchange, Session } from '../exchange.js';
import type { Principal } from '../../identity/principal.js';
import type { StateScope } from './state-options.js';

/**
 * The part of a stored key that says to whom the value belongs. Ids are hashed, so that a look into the store tells
 * nobody a session id, a handle or a user.
 *
 * @throws PorticoError `PORTICO_STATE_NO_SESSION`, `PORTICO_STATE_NO_USER` where there is no such owner
 */
export function stateOwner(exchange: Exchange, scope: StateScope, key: string): string {
  if (typeof scope === 'object') return sessionOwner({ id: scope.handle, isHandle: true });
  switch (scope) {
    case 'app':
      return 'app';
    case 'user':
      if (exchange.principal) return `user:${principalHash(exchange.principal)}`;
      throw new PorticoError(
        'PORTICO_STATE_NO_USER',
        `State '${key}' has scope 'user', but this request carries no authenticated user. Configure authentication, or use another scope.`,
      );
    case 'session':
      if (exchange.session) return sessionOwner(exchange.session);
      if (exchange.principal) return userSessionOwner(exchange.principal);
      throw new PorticoError(
        'PORTICO_STATE_NO_SESSION',
        `State '${key}' belongs to a session, but this connection has none: over HTTP, protocol revision ${exchange.protocolVersion} is stateless. Give the tool a session handle by @Tool({ session: 'handle' }), configure authentication (the user is then the owner), use { scope: 'app' } for what all callers share, or { serializable: false } for this request only.`,
      );
  }
}

export function sessionOwner({ id, isHandle }: Session): string {
  return `${isHandle ? 'handle' : 'session'}:${hash(id)}`;
}

/**
 * Who owns what belongs to the session, where the line has none and the user is known. Not the owner of scope `user`: on
 * every other line the two scopes do not share names.
 */
export function userSessionOwner(principal: Principal): string {
  return `user-session:${principalHash(principal)}`;
}

/** The user, whatever token or client the request came with. */
export function principalHash({ issuer = '', subject }: Principal): string {
  return hash(JSON.stringify([issuer, subject]));
}

export function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
