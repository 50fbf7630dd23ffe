import type { Principal } from '../../identity/principal.js';
import type { Registry } from '../registry.js';

/** What the components of a registry ask of callers: whoever has the same of it may use the same. */
export class Asked {
  private readonly scopes: ReadonlySet<string>;
  private readonly roles: ReadonlySet<string>;
  /** Whether there is a component that not everyone may use. */
  readonly isAny: boolean;

  constructor({ components }: Registry) {
    const all = components.flatMap(({ access }) => access ?? []);
    this.isAny = all.length > 0;
    this.scopes = new Set(all.flatMap(({ scopes }) => scopes));
    this.roles = new Set(all.flatMap(({ roles }) => roles.flat()));
  }

  /** What a caller has of it, in a form to compare. */
  of(principal: Principal | undefined): unknown {
    if (!principal) return undefined;
    const scopes = principal.scopes.filter((scope) => this.scopes.has(scope));
    const roles = principal.roles.filter((role) => this.roles.has(role));
    return [[...new Set(scopes)].sort(), [...new Set(roles)].sort()];
  }
}
