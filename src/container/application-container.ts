import type { Token } from '../metadata/inject.js';
import { tokenName } from '../metadata/inject.js';
import { PorticoError } from '../common/portico-error.js';
import type { Container } from './container.js';
import { disposeAll, type Disposal } from './disposal.js';
import type { OnModuleInit } from './lifecycle.js';
import type { ProviderGraph } from './provider-graph.js';
import type { ModuleNode, ProviderNode } from './provider-node.js';
import { ResolutionPlan, type Build } from './resolution-plan.js';

/** The living container of one application: singletons made in order, plans for everything else. */
export class ApplicationContainer {
  private readonly plan: ResolutionPlan;
  private readonly created: object[] = [];

  constructor(
    private readonly container: Container,
    private readonly graph: ProviderGraph,
    private readonly root: ModuleNode,
  ) {
    this.plan = new ResolutionPlan(container);
  }

  /** Makes every singleton, or those that came later, dependencies first, awaiting async factories and `onModuleInit` hooks. */
  async start(nodes: readonly ProviderNode[] = this.graph.ordered): Promise<void> {
    for (const node of nodes) {
      if (node.scope !== 'singleton') continue;
      this.container.register(node.key, () => this.plan.create(node));
      const made = this.container.resolve(node.key);
      const instance: unknown = await made;
      if (instance !== made) this.container.register(node.key, () => instance);
      if (node.owned) await this.initialise(instance);
    }
  }

  /** How to build a provider within a call. */
  compile(node: ProviderNode): Build {
    return this.plan.compile(node);
  }

  /** A singleton of the root module, or of a module it imports. */
  get(token: Token): unknown {
    const node = targetOf(this.graph.find(this.root, token));
    if (!node || node.scope !== 'singleton')
      throw new PorticoError(
        'PORTICO_UNKNOWN_PROVIDER',
        node
          ? notKept(tokenName(token), node)
          : `${tokenName(token)} is not provided in ${this.root.name} nor exported by a module it imports.`,
      );
    return this.container.resolve(node.key);
  }

  /** Disposes the singletons, last made first. */
  async stop(disposal: Disposal): Promise<void> {
    await disposeAll(this.created.splice(0).reverse(), disposal);
  }

  private async initialise(instance: unknown): Promise<void> {
    if (typeof instance !== 'object' || instance === null || this.created.includes(instance)) return;
    this.created.push(instance);
    await (instance as Partial<OnModuleInit>).onModuleInit?.();
  }
}

/** What a second name stands for in the end. */
function targetOf(node: ProviderNode | undefined): ProviderNode | undefined {
  return node?.isAlias ? targetOf(node.links[0]) : node;
}

/** Why the application has no instance to give. */
function notKept(name: string, { scope }: ProviderNode): string {
  if (scope === 'transient')
    return `${name} is transient: each who asks for it in a constructor gets one of its own, and the application keeps none.`;
  return `${name} is ${scope}-scoped and exists only within a request. Ask for it in a constructor.`;
}
