import { Principal } from './principal.js';

const names = ['subject', 'issuer', 'clientId', 'scopes', 'roles', 'claims', 'expiresAt'] as const;

/** A principal that stands for whoever calls when it is used: it is asked for anew each time. */
export function ambientPrincipal(current: () => Principal): Principal {
  const properties = names.map((name) => [name, { enumerable: true, get: () => current()[name] }] as const);
  return Object.create(Principal.prototype, Object.fromEntries(properties)) as Principal;
}
