import { UserError } from '../common/user-error.js';
import type { Principal } from '../identity/principal.js';
import type { Context } from './context.js';

/** @throws UserError `PORTICO_NO_PRINCIPAL` where nobody knows who is calling */
export function requirePrincipal({ principal }: Pick<Context, 'principal'>): Principal {
  if (principal) return principal;
  throw new UserError(
    'This needs to know who is calling, and nobody does. Send credentials that the server accepts.',
    { code: 'PORTICO_NO_PRINCIPAL' },
  );
}
