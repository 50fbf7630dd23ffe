import type { StartupProblems } from '../common/startup-problem.js';
import { tokenName, type Token } from '../metadata/inject.js';
import type { Dependency, ModuleNode, ProviderNode } from './provider-node.js';

/**
 * Who depends on whom, over all modules. Linking it finds every mistake before anything is created: a provider
 * nobody offers, a circle, a singleton that would keep a value of one request for ever.
 */
export class ProviderGraph {
  private readonly builtins: ReadonlyMap<Token, ProviderNode>;
  /** All nodes, dependencies first. */
  readonly ordered: ProviderNode[] = [];

  constructor(
    private readonly modules: readonly ModuleNode[],
    builtins: readonly ProviderNode[],
    private readonly problems: StartupProblems,
  ) {
    this.builtins = new Map(builtins.map((node) => [node.token, node]));
  }

  /** Connects every node with what it depends on, and settles their scopes. */
  link(): void {
    const nodes = [
      ...this.builtins.values(),
      ...this.modules.flatMap((module) => [...module.providers.values()]),
    ];
    for (const node of nodes)
      node.links = node.dependencies.map((dependency) => this.linkOne(node, dependency));
    const state = new Map<ProviderNode, 'open' | 'done'>();
    for (const node of nodes) this.order(node, [], state);
    for (const node of this.ordered) this.settleScope(node);
  }

  /**
   * Connects nodes that come later with those that are there.
   *
   * @returns them, dependencies first
   */
  extend(nodes: readonly ProviderNode[]): ProviderNode[] {
    const state = new Map<ProviderNode, 'open' | 'done'>(this.ordered.map((node) => [node, 'done']));
    for (const node of nodes)
      node.links = node.dependencies.map((dependency) => this.linkOne(node, dependency));
    const known = this.ordered.length;
    for (const node of nodes) this.order(node, [], state);
    const added = this.ordered.slice(known);
    for (const node of added) this.settleScope(node);
    return added;
  }

  /** Forgets nodes nothing else depends on. */
  withdraw(nodes: readonly ProviderNode[]): void {
    for (const node of nodes) {
      const at = this.ordered.indexOf(node);
      if (at !== -1) this.ordered.splice(at, 1);
    }
  }

  /** What a module's providers receive for a token: its own, then what its imports export, then what is built in. */
  find(module: ModuleNode | undefined, token: Token): ProviderNode | undefined {
    const own = module?.providers.get(token);
    if (own) return own;
    for (const imported of module?.imports ?? []) {
      const node = exported(imported, token, new Set());
      if (node) return node;
    }
    return this.builtins.get(token);
  }

  private linkOne(node: ProviderNode, { token, optional, label }: Dependency): ProviderNode | undefined {
    const found = this.find(node.module, token);
    if (found ?? optional) return found;
    const owner = this.modules.find((module) => module.providers.has(token));
    const where = `${node.name}, ${label}`;
    const needed = `${tokenName(token)} is not provided in ${node.module?.name ?? 'the application'}`;
    this.problems.add(
      'PORTICO_UNKNOWN_PROVIDER',
      where,
      owner ? `${needed}; ${owner.name} provides it` : needed,
      owner
        ? `Add ${tokenName(token)} to the exports of ${owner.name} and ${owner.name} to the imports of ${node.module?.name ?? 'the root module'}.`
        : `Add ${tokenName(token)} to the providers of ${node.module?.name ?? 'the root module'}, or to a module it imports.`,
    );
    return undefined;
  }

  private order(
    node: ProviderNode,
    path: readonly ProviderNode[],
    state: Map<ProviderNode, 'open' | 'done'>,
  ): void {
    if (state.get(node) === 'done') return;
    if (state.get(node) === 'open') {
      const circle = [...path.slice(path.indexOf(node)), node].map(({ name }) => name).join(' → ');
      this.problems.add(
        'PORTICO_CIRCULAR_PROVIDER',
        node.name,
        `providers depend on each other in a circle: ${circle}`,
        'Move what both need into a third provider.',
      );
      return;
    }
    state.set(node, 'open');
    for (const link of node.links) if (link) this.order(link, [...path, node], state);
    state.set(node, 'done');
    this.ordered.push(node);
  }

  private settleScope(node: ProviderNode): void {
    if (node.scope !== 'singleton') return;
    const captured = node.links.find((link) => link !== undefined && needsRequest(link));
    const context = node.links.find((link) => link?.scope === 'ambient');
    if (node.mayBecomeRequest && (captured ?? context)) {
      node.scope = 'request';
      return;
    }
    if (!captured) return;
    const chain = [node, ...pathToRequest(captured)].map(({ name }) => name).join(' → ');
    this.problems.add(
      'PORTICO_CAPTIVE_SCOPE',
      node.name,
      `this singleton would keep one request's ${captured.name} for all later requests (${chain})`,
      `Make it @Injectable({ scope: 'request' }), or ask for Context, which a singleton may keep.`,
    );
  }
}

/** Whether building this node needs the scope of a request. */
function needsRequest(node: ProviderNode): boolean {
  if (node.scope === 'request') return true;
  return node.scope === 'transient' && node.links.some((link) => link !== undefined && needsRequest(link));
}

function pathToRequest(node: ProviderNode): ProviderNode[] {
  if (node.scope === 'request') return [node];
  const next = node.links.find((link) => link !== undefined && needsRequest(link));
  return next ? [node, ...pathToRequest(next)] : [node];
}

function exported(module: ModuleNode, token: Token, seen: Set<ModuleNode>): ProviderNode | undefined {
  if (seen.has(module)) return undefined;
  seen.add(module);
  if (module.exports.has(token)) {
    const own = module.providers.get(token);
    if (own) return own;
    for (const imported of module.imports) {
      const node = exported(imported, token, seen);
      if (node) return node;
    }
  }
  for (const imported of module.imports) {
    if (!module.exports.has(imported.type)) continue;
    const node = exported(imported, token, seen);
    if (node) return node;
  }
  return undefined;
}
