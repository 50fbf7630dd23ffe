import type { AbstractClass } from '../common/class.js';
import { MetadataKey } from '../common/metadata-key.js';

/**
 * How long an instance lives: `singleton` as long as the application, `request` as long as one call,
 * `transient` is made anew for each who asks.
 */
export type ProviderScope = 'singleton' | 'request' | 'transient';

export interface InjectableOptions {
  /** Default: `singleton`; a class with components on it is built per request where it needs request-scoped values. */
  readonly scope?: ProviderScope;
}

const injectable = new MetadataKey<InjectableOptions>('injectable');

/**
 * Marks a class whose constructor is to be filled. (TypeScript emits the types of constructor parameters only for
 * classes that carry a decorator.)
 *
 * @example
 * ```ts
 * @Injectable({ scope: 'request' })
 * export class AuditTrail { constructor(private readonly ctx: Context) {} }
 * ```
 */
export function Injectable(options: InjectableOptions = {}): (target: AbstractClass) => void {
  return (target) => injectable.set(target, options);
}

/** What `@Injectable` recorded on this class. */
export function injectableOptions(type: object): InjectableOptions | undefined {
  return injectable.own(type);
}
