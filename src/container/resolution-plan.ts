import type { Container } from './container.js';
import { isDisposable } from './disposal.js';
import type { ProviderNode } from './provider-node.js';
import type { Scope } from './scope.js';

/** Builds a value for one call: a few plain constructor calls, decided at start-up. */
export type Build = (scope: Scope) => unknown;

type BuildAnywhere = (scope: Scope | undefined) => unknown;

/**
 * Compiles how each provider is built, once. Singletons come from the container and are constants; a request-scoped
 * provider has a slot in the call's scope.
 */
export class ResolutionPlan {
  private readonly builds = new Map<ProviderNode, BuildAnywhere>();
  private slots = 0;

  constructor(private readonly container: Container) {}

  /** How to build a node within a call. Its singletons must exist by then. */
  compile(node: ProviderNode): Build {
    return this.build(node);
  }

  /** Makes a singleton; its dependencies must exist. */
  create(node: ProviderNode): unknown {
    return this.maker(node)(undefined);
  }

  private build(node: ProviderNode): BuildAnywhere {
    const known = this.builds.get(node);
    if (known) return known;
    const build = this.compileNode(node);
    this.builds.set(node, build);
    return build;
  }

  private compileNode(node: ProviderNode): BuildAnywhere {
    switch (node.scope) {
      case 'singleton': {
        const instance = this.container.resolve(node.key);
        return () => instance;
      }
      case 'ambient': {
        const { standIn, of } = node.ambient!;
        return (scope) => (scope === undefined ? standIn : of(scope));
      }
      case 'transient':
        return this.maker(node);
      case 'request':
        return this.inSlot(node);
    }
  }

  private inSlot(node: ProviderNode): BuildAnywhere {
    const slot = this.slots++;
    const make = this.maker(node);
    return (scope) => {
      const { slots } = scope!;
      let instance = slots[slot];
      if (instance === undefined) {
        instance = slots[slot] = make(scope);
        if (node.endsWithRequest && isDisposable(instance)) scope!.own(instance);
      }
      return instance;
    };
  }

  /** A call of the constructor or factory with its dependencies, spelled out for the common arities. */
  private maker({ create, links }: ProviderNode): BuildAnywhere {
    const deps = links.map((link) => (link ? this.build(link) : () => undefined));
    const [a, b, c] = deps;
    if (!a) return () => create();
    if (!b) return (scope) => create(a(scope));
    if (!c) return (scope) => create(a(scope), b(scope));
    if (deps.length === 3) return (scope) => create(a(scope), b(scope), c(scope));
    return (scope) => create(...deps.map((dep) => dep(scope)));
  }
}
