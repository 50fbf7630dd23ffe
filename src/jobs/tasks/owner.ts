import { createHash } from 'node:crypto';
import type { Session } from '../../context/exchange.js';
import type { Principal } from '../../identity/principal.js';

/** What begins so belongs to a session, where nobody is known by name. */
const SESSION = 'session:';

/**
 * Whose a task is: a user, at an issuer, through a client. Where the server asks for no identity, the session, if there
 * is one; else empty. Hashed, so that a look into the store tells nobody a user.
 */
export function ownerOf({
  principal,
  session,
}: {
  readonly principal: Principal | undefined;
  readonly session?: Session | undefined;
}): string {
  if (!principal) return session && !session.isHandle ? `${SESSION}${hash([session.id])}` : '';
  const { issuer = '', subject, clientId = '' } = principal;
  return hash([issuer, subject, clientId]);
}

/**
 * Whether a task is to be found by whoever asks: of a user by that user alone. Where nobody is known by name, knowing the
 * id is all there is, so that a client finds its tasks again in another session.
 */
export function mayFind(asking: string, owner: string): boolean {
  return asking === owner || (isNameless(asking) && isNameless(owner));
}

function isNameless(owner: string): boolean {
  return owner === '' || owner.startsWith(SESSION);
}

function hash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
