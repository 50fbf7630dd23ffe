import type { Class } from '../common/class.js';
import type { StartupProblems } from '../common/startup-problem.js';
import { createNode } from '../container/create-node.js';
import type { ModuleNode } from '../container/provider-node.js';
import { componentsOf, isComponentClass } from '../metadata/component-store.js';
import { isJobClass } from '../metadata/job-store.js';
import type { ProtocolExtension } from '../metadata/extension.js';
import { parameterPipes } from '../metadata/parameters.js';
import { classUses, methodUses } from '../metadata/use.js';
import { usedClasses } from '../pipeline/create-steps.js';
import { moduleOptions, type DynamicModule, type ModuleOptions } from '../metadata/module.js';
import type { Provider } from '../metadata/provider.js';
import { scanFolder } from './folder-scan.js';
import { checkSteps } from './step-problems.js';

/** A module with the classes whose components it brings. */
export interface ScannedModule extends ModuleNode {
  readonly components: readonly Class[];
}

/** Reads the modules from the root down, and the folders they scan. Each module is read once. */
export class ModuleTree {
  /** All modules, imported ones first. */
  readonly modules: ScannedModule[] = [];
  /** The extensions of the protocol that the modules bring. */
  readonly extensions: ProtocolExtension[] = [];
  private readonly byType = new Map<Class | DynamicModule, Promise<ScannedModule>>();

  constructor(private readonly problems: StartupProblems) {}

  read(module: Class | DynamicModule, importedBy?: string): Promise<ScannedModule> {
    let read = this.byType.get(module);
    if (!read) this.byType.set(module, (read = this.readOnce(module, importedBy)));
    return read;
  }

  private async readOnce(
    module: Class | DynamicModule,
    importedBy: string | undefined,
  ): Promise<ScannedModule> {
    const type = typeof module === 'function' ? module : module?.module;
    const name = type?.name ?? 'An undefined value';
    const options = this.optionsOf(module, type, name, importedBy);
    const imports = options.imports ?? [];
    this.extensions.push(...(options.extensions ?? []));
    const node: ScannedModule = {
      name,
      type: type,
      imports: [],
      providers: new Map(),
      exports: new Set(options.exports),
      components: await this.componentsOf(options, name),
    };
    for (const imported of imports) {
      if (this.isAncestor(imported, module)) continue;
      this.ancestors.set(imported, [...(this.ancestors.get(module) ?? []), module]);
      node.imports.push(await this.read(imported, name));
    }
    const providers: readonly Provider[] = [...new Set([...(options.providers ?? []), ...node.components])];
    for (const provider of providers) {
      const created = createNode(provider, node, isComponentClass, this.problems);
      node.providers.set(created.token, created);
    }
    for (const used of type ? [...usedIn(type, node.components)] : [])
      if (!node.providers.has(used) && !node.imports.some((imported) => imported.exports.has(used)))
        node.providers.set(used, createNode(used, node, isComponentClass, this.problems));
    if (type) checkSteps(name, [...usedIn(type, node.components)], this.problems);
    this.checkExports(node, options);
    this.checkUndecorated(providers, name);
    this.modules.push(node);
    return node;
  }

  private readonly ancestors = new Map<Class | DynamicModule, readonly (Class | DynamicModule)[]>();

  /** Modules that import each other would wait for each other for ever. */
  private isAncestor(imported: Class | DynamicModule, module: Class | DynamicModule): boolean {
    const path = [...(this.ancestors.get(module) ?? []), module];
    if (!path.includes(imported)) return false;
    const names = [...path.slice(path.indexOf(imported)), imported].map(moduleName).join(' → ');
    this.problems.add(
      'PORTICO_CIRCULAR_MODULE',
      moduleName(module),
      `modules import each other in a circle: ${names}`,
      'Move what both need into a third module.',
    );
    return true;
  }

  private optionsOf(
    module: Class | DynamicModule,
    type: Class | undefined,
    name: string,
    importedBy: string | undefined,
  ): ModuleOptions {
    const declared = type && moduleOptions(type);
    if (declared && typeof module === 'function') return declared;
    if (declared) return merge(declared, module as DynamicModule);
    const where = importedBy ? `${importedBy}, imports` : 'PorticoFactory.create';
    this.problems.add(
      'PORTICO_NOT_A_MODULE',
      where,
      type
        ? `${name} carries no @Module`
        : `${name} stands among the modules: the two files probably import each other`,
      type ? `Put @Module({ providers: [...] }) on ${name}.` : 'Break the circle between the two files.',
    );
    return {};
  }

  private async componentsOf(options: ModuleOptions, name: string): Promise<Class[]> {
    const listed = (options.providers ?? []).filter(isComponentClass);
    const scanned: Class[] = [];
    for (const folder of options.scan ?? []) scanned.push(...(await scanFolder(folder, name, this.problems)));
    return [...new Set([...listed, ...scanned])];
  }

  /** A class that is called a tool and offers none was forgotten, not meant. */
  private checkUndecorated(providers: readonly Provider[], module: string): void {
    for (const provider of providers) {
      if (typeof provider !== 'function') continue;
      const kind = /(Tool|Resource|Prompt|Job)s?$/.exec(provider.name)?.[1];
      if (kind === undefined || componentsOf(provider).length > 0 || isJobClass(provider)) continue;
      this.problems.add(
        'PORTICO_NOT_A_COMPONENT',
        `${module}, providers`,
        `${provider.name} offers nothing: neither the class nor a method of it carries @${kind}`,
        `Put @${kind} on the class or on a method, or rename the class if it is a service.`,
      );
    }
  }

  private checkExports(node: ScannedModule, options: ModuleOptions): void {
    for (const token of options.exports ?? []) {
      const isImport = node.imports.some(
        (imported) => imported.type === token || imported.exports.has(token),
      );
      if (node.providers.has(token) || isImport) continue;
      const name = typeof token === 'function' ? token.name : String(token);
      this.problems.add(
        'PORTICO_UNKNOWN_EXPORT',
        `${node.name}, exports`,
        `${name} is neither a provider of this module nor exported by a module it imports`,
        `Add ${name} to the providers of ${node.name}, or remove it from its exports.`,
      );
    }
  }
}

function merge(declared: ModuleOptions, dynamic: DynamicModule): ModuleOptions {
  return {
    imports: [...(declared.imports ?? []), ...(dynamic.imports ?? [])],
    providers: [...(declared.providers ?? []), ...(dynamic.providers ?? [])],
    exports: [...(declared.exports ?? []), ...(dynamic.exports ?? [])],
    scan: [...(declared.scan ?? []), ...(dynamic.scan ?? [])],
    extensions: [...(declared.extensions ?? []), ...(dynamic.extensions ?? [])],
  };
}

function moduleName(module: Class | DynamicModule): string {
  return typeof module === 'function' ? module.name : module.module.name;
}

/** The guards, interceptors, filters and pipes that a module and its components name: they are providers without being listed. */
export function usedIn(module: Class, components: readonly Class[]): Set<Class> {
  const uses = components.flatMap((type) => [
    classUses(type),
    ...componentsOf(type).flatMap(({ method }) => [
      methodUses(type.prototype as object, method),
      { pipes: parameterPipes(type.prototype as object, method) },
    ]),
  ]);
  return new Set([classUses(module), ...uses].flatMap(usedClasses));
}
