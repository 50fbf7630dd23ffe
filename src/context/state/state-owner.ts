import { createHash } from 'node:crypto';
import { PorticoError } from '../../common/portico-error.js';
import type { Exchange } from '../exchange.js';
import type { Principal } from '../principal.js';
import type { StateScope } from './state-options.js';

/**
 * The prefix of a stored key: to whom the value belongs. Ids are hashed, so that a look into the store tells nobody a
 * session id or a user.
 *
 * @throws PorticoError `PORTICO_STATE_NO_SESSION`, `PORTICO_STATE_NO_USER` where there is no such owner
 */
export function stateOwner(exchange: Exchange, scope: StateScope, key: string): string {
  switch (scope) {
    case 'app':
      return 'app';
    case 'user':
      if (exchange.principal) return user(exchange.principal);
      throw new PorticoError(
        'PORTICO_STATE_NO_USER',
        `State '${key}' has scope 'user', but this request carries no authenticated user. Configure authentication, or use another scope.`,
      );
    case 'session':
      if (exchange.session) return `session:${hash(exchange.session.id)}`;
      if (exchange.principal) return user(exchange.principal);
      throw new PorticoError(
        'PORTICO_STATE_NO_SESSION',
        `State '${key}' belongs to a session, but this connection has none: over HTTP, protocol revision ${exchange.protocolVersion} is stateless. Configure authentication (the user is then the owner), use { scope: 'app' } for what all callers share, { serializable: false } for this request only, or pass an id of your own as an argument and keep the data under it.`,
      );
  }
}

function user({ issuer = '', subject }: Principal): string {
  return `user:${hash(JSON.stringify([issuer, subject]))}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
