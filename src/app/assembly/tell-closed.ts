import type { ServerLog } from '../../common/server-log.js';
import type { Registry } from '../../pipeline/registry.js';

/** Tells which components nobody can use, in an application that does not find out who is calling. */
export function tellClosed({ components }: Registry, log: ServerLog): void {
  const closed = components.filter(({ access }) => access !== undefined);
  if (closed.length === 0) return;
  const names = closed.map(({ entry }) => `'${entry.name}'`).join(', ');
  log.warn(
    `${names}: by @RequireScopes or @RequireRoles only for callers who are known, but nothing says who is calling, so that nobody may use them. Give the option auth.`,
  );
}
