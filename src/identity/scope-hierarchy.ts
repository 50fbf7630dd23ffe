/** Which scopes a scope includes. */
export type ScopeHierarchy = Readonly<Record<string, readonly string[]>>;

/**
 * Scopes with all that they include, directly or through others; circles end.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization
 */
export function withImplied(scopes: readonly string[], hierarchy: ScopeHierarchy): readonly string[] {
  const all = new Set(scopes);
  // A set is walked in the order of its growth, so what is added is looked at too.
  for (const scope of all)
    if (Object.hasOwn(hierarchy, scope)) for (const implied of hierarchy[scope]!) all.add(implied);
  return [...all];
}
