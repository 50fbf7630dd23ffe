import { createHash } from 'node:crypto';
import type { Principal } from '../../identity/principal.js';

/**
 * Whose a task is: a user, at an issuer, through a client. Hashed, so that a look into the store tells nobody a user.
 * Empty where the server asks for no identity: then knowing the id is all there is.
 */
export function ownerOf({ principal }: { readonly principal: Principal | undefined }): string {
  if (!principal) return '';
  const { issuer = '', subject, clientId = '' } = principal;
  return createHash('sha256')
    .update(JSON.stringify([issuer, subject, clientId]))
    .digest('base64url');
}
