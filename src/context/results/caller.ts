import type { Exchange } from '../exchange.js';

/**
 * Who alone may see a private result: the user with the rights of the token, else the session; a session handle is told
 * apart in any case. `undefined` where nobody can be told from others.
 */
export function callerOf({ principal, session }: Exchange): readonly unknown[] | undefined {
  const handle = session?.isHandle ? session.id : undefined;
  if (principal) {
    const { issuer, subject, clientId, scopes, roles } = principal;
    return ['user', issuer, subject, clientId, [...scopes].sort(), [...roles].sort(), handle];
  }
  return session ? ['session', session.id] : undefined;
}
