import { whyRefused } from '../../identity/access.js';
import type { Principal } from '../../identity/principal.js';
import { findComponent } from '../find-component.js';
import type { Registry } from '../registry.js';

/**
 * The scopes a caller needs for a request, where it lacks one: all that the request needs, and those the caller has of the
 * scopes this application knows, so that one new token is enough for both.
 */
export function missingScopes(
  registry: Registry,
  principal: Principal | undefined,
  method: string,
  params: Readonly<Record<string, unknown>>,
): readonly string[] | undefined {
  const access = findComponent(registry, { method, params })?.access;
  if (!access) return undefined;
  if (!principal) return access.scopes;
  // A role cannot be asked for: who lacks one is refused in the answer.
  if (whyRefused(principal, { scopes: access.scopes, roles: [] }) === undefined) return undefined;
  const known = new Set(registry.components.flatMap((component) => component.access?.scopes ?? []));
  return [...new Set([...access.scopes, ...principal.scopes.filter((scope) => known.has(scope))])];
}
