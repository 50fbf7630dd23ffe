import type { Class } from '../common/class.js';
import type { Token } from './inject.js';
import { MetadataKey } from '../common/metadata-key.js';
import type { ProtocolExtension } from './extension.js';
import type { Provider } from './provider.js';

/** What a module is made of. */
export interface ModuleOptions {
  /** Modules whose exports this module may use. */
  readonly imports?: readonly (Class | DynamicModule)[];
  /** Services, and classes with components on them. */
  readonly providers?: readonly Provider[];
  /** What modules that import this one may use: tokens of its providers, or modules it imports. */
  readonly exports?: readonly Token[];
  /** Folders of compiled files; every exported class with a component on it belongs to this module. */
  readonly scan?: readonly string[];
  /** Extensions of the protocol that this module brings. */
  readonly extensions?: readonly ProtocolExtension[];
}

/** A module with options of its own, as a static method such as `forRoot(options)` returns it. */
export interface DynamicModule extends ModuleOptions {
  /** The class that carries `@Module`; what it says there is added to what stands here. */
  readonly module: Class;
}

const modules = new MetadataKey<ModuleOptions>('module');

/**
 * Puts components and services together.
 *
 * @example
 * ```ts
 * @Module({ imports: [BillingModule], providers: [OrderService], scan: [import.meta.dirname] })
 * export class AppModule {}
 * ```
 */
export function Module(options: ModuleOptions = {}): (target: Class) => void {
  return (target) => modules.set(target, options);
}

/** What `@Module` recorded on this class. */
export function moduleOptions(type: object): ModuleOptions | undefined {
  return modules.own(type);
}
