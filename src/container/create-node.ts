import type { Class } from '../common/class.js';
import type { StartupProblems } from '../common/startup-problem.js';
import { constructorTypes } from '../metadata/design-types.js';
import { injectableOptions } from '../metadata/injectable.js';
import { constructorParameters, tokenName, type Token } from '../metadata/inject.js';
import { reportNoMetadata } from '../metadata/no-metadata.js';
import type { FactoryProvider, Provider } from '../metadata/provider.js';
import type { Dependency, ModuleNode, ProviderNode } from './provider-node.js';
import { checkTransient, checkTransientFactory } from './transient-hooks.js';

const METADATA_CURE =
  'Put @Injectable() on the class, and compile with tsc or swc and "emitDecoratorMetadata" on (tsx and esbuild emit no types). Or name each parameter by @Inject(token).';

/** Turns what stands in a module's `providers` into a node of the graph. */
export function createNode(
  provider: Provider,
  module: ModuleNode,
  isComponent: (type: Class) => boolean,
  problems: StartupProblems,
): ProviderNode {
  if (typeof provider === 'function')
    return classNode(provider, provider, module, undefined, isComponent, problems);
  if ('useClass' in provider)
    return classNode(provider.provide, provider.useClass, module, provider.scope, isComponent, problems);
  if ('useFactory' in provider) return factoryNode(provider, module, problems);
  const base = {
    key: Symbol(tokenName(provider.provide)),
    token: provider.provide,
    name: tokenName(provider.provide),
    module,
    links: [],
    mayBecomeRequest: false,
    owned: false,
    endsWithRequest: false,
  };
  if ('useExisting' in provider) {
    const dependencies = [{ token: provider.useExisting, optional: false, label: 'useExisting' }];
    return { ...base, scope: 'transient', isAlias: true, dependencies, create: (existing) => existing };
  }
  const { useValue } = provider;
  return { ...base, scope: 'singleton', dependencies: [], create: () => useValue };
}

function classNode(
  token: Token,
  type: Class,
  module: ModuleNode,
  scope: ProviderNode['scope'] | undefined,
  isComponent: (type: Class) => boolean,
  problems: StartupProblems,
): ProviderNode {
  const declared = scope ?? injectableOptions(type)?.scope;
  if (declared === 'transient') checkTransient(type, module, problems);
  const Type = type as new (...args: unknown[]) => object;
  return {
    key: Symbol(type.name),
    token,
    name: type.name,
    module,
    dependencies: constructorDependencies(type, problems),
    links: [],
    scope: declared ?? 'singleton',
    mayBecomeRequest: declared === undefined && isComponent(type),
    owned: true,
    endsWithRequest: true,
    create: (...args) => new Type(...args),
  };
}

function factoryNode(provider: FactoryProvider, module: ModuleNode, problems: StartupProblems): ProviderNode {
  const name = tokenName(provider.provide);
  const scope = provider.scope ?? 'singleton';
  if (scope !== 'singleton' && provider.useFactory.constructor.name === 'AsyncFunction')
    problems.add(
      'PORTICO_ASYNC_SCOPE',
      `${module.name}, provider ${name}`,
      `an async factory cannot be ${scope}-scoped: only singletons are awaited, once, at start-up`,
      `Make it a singleton, or let the factory return an object whose methods are async.`,
    );
  if (scope === 'transient' && provider.dispose) checkTransientFactory(name, module, problems);
  return {
    key: Symbol(name),
    token: provider.provide,
    name,
    module,
    dependencies: (provider.inject ?? []).map((token, i) => ({
      token,
      optional: false,
      label: `inject[${i}]`,
    })),
    links: [],
    scope,
    mayBecomeRequest: false,
    owned: true,
    endsWithRequest: provider.dispose ?? false,
    create: provider.useFactory as (...args: unknown[]) => unknown,
  };
}

/** What a class asks for in its constructor, or in that of the class it extends when it has none of its own. */
function constructorDependencies(type: Class, problems: StartupProblems): Dependency[] {
  const owner = constructorOwner(type);
  const explicit = constructorParameters(owner);
  const types = constructorTypes(owner);
  const count = Math.max(owner.length, types?.length ?? 0, ...[...explicit.keys()].map((i) => i + 1));
  const dependencies: Dependency[] = [];
  for (let i = 0; i < count; i++) {
    const label = `constructor parameter ${i + 1}`;
    const record = explicit.get(i);
    const token = record?.token ?? types?.[i];
    if (types === undefined && record?.token === undefined) {
      reportNoMetadata(owner, problems, {
        where: `${type.name}, ${label}`,
        problem:
          'its type is not known at run time, because no decorator metadata was emitted for this class',
        cure: METADATA_CURE,
      });
      return [];
    }
    const hasDefault = i >= owner.length;
    if (isUsableToken(token)) {
      dependencies.push({ token, optional: record?.optional ?? hasDefault, label });
      continue;
    }
    if (hasDefault) return dependencies;
    problems.add(
      'PORTICO_BAD_PARAMETER_TYPE',
      `${type.name}, ${label}`,
      token === undefined
        ? 'its type was not defined yet when the class was: the two files import each other'
        : `its type is ${describeType(token)} at run time, which nothing can provide`,
      token === undefined
        ? 'Break the circle: move what both need into a third file, or name a token by @Inject(token).'
        : 'Ask for a class, or name a token by @Inject(token). Interfaces, unions and "import type" leave no type behind.',
    );
  }
  return dependencies;
}

function constructorOwner(type: Class): Class {
  let owner: Class = type;
  while (
    owner.length === 0 &&
    constructorTypes(owner) === undefined &&
    constructorParameters(owner).size === 0
  ) {
    const parent: unknown = Object.getPrototypeOf(owner);
    if (typeof parent !== 'function' || parent === Function.prototype) return type;
    owner = parent as Class;
  }
  return owner;
}

const unusable = new Set<unknown>([
  Object,
  String,
  Number,
  Boolean,
  Array,
  Function,
  Promise,
  Symbol,
  BigInt,
]);

function isUsableToken(token: unknown): token is Token {
  if (typeof token === 'string' || typeof token === 'symbol') return true;
  return typeof token === 'function' && !unusable.has(token);
}

function describeType(type: unknown): string {
  return typeof type === 'function' ? type.name : String(type);
}
