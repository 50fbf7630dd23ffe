import type { Principal } from './principal.js';

/** What a caller must have to use a component. */
export interface Access {
  /** All of them. */
  readonly scopes: readonly string[];
  /** Of each group one. */
  readonly roles: readonly (readonly string[])[];
}

/** What keeps a caller from using a component, for whoever reads it; `undefined` where nothing does. */
export function whyRefused(principal: Principal | undefined, access: Access): string | undefined {
  if (!principal) return 'it is for known callers only';
  const scopes = access.scopes.filter((scope) => !principal.scopes.includes(scope));
  if (scopes.length > 0) return `your token lacks the scope ${scopes.join(' ')}`;
  const group = access.roles.find((roles) => !roles.some((role) => principal.roles.includes(role)));
  return group && `it is for those with the role ${group.join(' or ')}`;
}

/** What every group asks for. */
export function joinAccess(all: readonly (Access | undefined)[]): Access | undefined {
  const given = all.filter((access) => access !== undefined);
  if (given.length === 0) return undefined;
  return {
    scopes: [...new Set(given.flatMap(({ scopes }) => scopes))],
    roles: given.flatMap(({ roles }) => roles),
  };
}
