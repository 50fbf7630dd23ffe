import type { Class } from '../common/class.js';
import type { StartupProblems } from '../common/startup-problem.js';
import type { ApplicationContainer } from '../container/application-container.js';
import { createNode } from '../container/create-node.js';
import type { ProviderGraph } from '../container/provider-graph.js';
import type { ProviderNode } from '../container/provider-node.js';
import type { ChangePublisher } from '../context/changes/change.js';
import { isComponentClass } from '../metadata/component-store.js';
import type { Component } from '../pipeline/component.js';
import { Registry } from '../pipeline/registry.js';
import { subjectOf } from '../pipeline/visibility/subject-of.js';
import { ComponentScan, type ComponentDefinition } from '../scanner/component-scan.js';
import { checkDuplicates } from '../scanner/duplicates.js';
import { usedIn, type ScannedModule } from '../scanner/module-tree.js';

/** What components are made of while the application runs. */
export interface LiveParts {
  /** Where classes go that no module lists. */
  readonly root: ScannedModule;
  readonly graph: ProviderGraph;
  readonly container: ApplicationContainer;
  readonly problems: StartupProblems;
  readonly changes: ChangePublisher;
  readonly version: string;
  bind(definition: ComponentDefinition): Component;
  /** Hears of each new revision of the registry. */
  publish(registry: Registry): void;
}

const lists = {
  tool: 'tools',
  resource: 'resources',
  'resource-template': 'resources',
  prompt: 'prompts',
} as const;

/** The components there are now, class by class. A change makes a new registry; calls that run keep the old one. */
export class LiveComponents {
  private readonly homes: Map<Class, ScannedModule>;
  private readonly bound: Map<Class, Component[]>;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly parts: LiveParts,
    definitions: readonly ComponentDefinition[],
  ) {
    this.homes = new Map(definitions.map(({ type, module }) => [type, module]));
    this.bound = bindAll(definitions, parts);
    this.renew();
  }

  /**
   * Adds the components of a class, after all checks of a start. One after the other: two could want the same name.
   *
   * @throws StartupError with everything that is wrong; then nothing has changed
   */
  add(type: Class): Promise<void> {
    const added = this.last.then(() => this.addOne(type));
    this.last = added.catch(() => undefined);
    return added;
  }

  /** @returns whether there were any */
  remove(type: Class): boolean {
    const removed = this.bound.get(type);
    if (!removed) return false;
    this.bound.delete(type);
    this.change(removed);
    return true;
  }

  private async addOne(type: Class): Promise<void> {
    const { problems, graph, container } = this.parts;
    if (!isComponentClass(type))
      problems.add(
        'PORTICO_NOT_A_COMPONENT',
        (type as Class | undefined)?.name ?? 'app.addComponents',
        'it offers nothing to clients',
        'Put @Tool, @Resource or @Prompt on the class or on a method of it.',
      );
    problems.throwIfAny();
    const module = this.homes.get(type) ?? this.parts.root;
    const nodes = this.createNodes(module, type);
    try {
      const ordered = graph.extend(nodes);
      const definitions = new ComponentScan(problems).scan({ ...module, components: [type] });
      const present = [...this.bound.values()].flat();
      checkDuplicates([...present, ...definitions.map(({ component }) => component)], problems);
      problems.throwIfAny();
      await container.start(ordered);
      for (const [added, components] of bindAll(definitions, this.parts)) {
        this.bound.set(added, components);
        this.change(components);
      }
      this.homes.set(type, module);
    } catch (error) {
      graph.withdraw(nodes);
      for (const { token } of nodes) module.providers.delete(token);
      throw error;
    }
  }

  /** Nodes for the class and the guards, interceptors and filters it uses, as far as the module has none. */
  private createNodes(module: ScannedModule, type: Class): ProviderNode[] {
    const isThere = (used: Class): boolean =>
      module.providers.has(used) || module.imports.some((imported) => imported.exports.has(used));
    const missing = [type, ...usedIn(module.type as Class, [type])].filter((used) => !isThere(used));
    return missing.map((used) => {
      const node = createNode(used, module, isComponentClass, this.parts.problems);
      module.providers.set(node.token, node);
      return node;
    });
  }

  private change(changed: readonly Component[]): void {
    this.renew();
    for (const kind of new Set(changed.map((component) => lists[component.kind]))) {
      const about = changed.filter((component) => lists[component.kind] === kind).map(subjectOf);
      this.parts.changes.publish({ kind, about });
    }
  }

  private renew(): void {
    this.parts.publish(new Registry([...this.bound.values()].flat(), this.parts.version));
  }
}

function bindAll(
  definitions: readonly ComponentDefinition[],
  { bind }: Pick<LiveParts, 'bind'>,
): Map<Class, Component[]> {
  const bound = new Map<Class, Component[]>();
  for (const definition of definitions) {
    const components = bound.get(definition.type);
    if (components) components.push(bind(definition));
    else bound.set(definition.type, [bind(definition)]);
  }
  return bound;
}
