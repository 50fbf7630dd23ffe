import type { AbstractClass } from '../common/class.js';
import type { Duration } from '../common/duration.js';
import { MetadataKey } from '../common/metadata-key.js';

/** What is kept of a component's results. */
export interface CacheableOptions<I = never> {
  /** How long a result is kept. */
  readonly ttl: Duration;
  /**
   * What makes two calls the same. Receives the validated arguments. Default: all arguments as they came, or the URI of a
   * resource.
   */
  readonly key?: (input: I) => string;
  /**
   * `private` keeps results for each caller alone: the authenticated user, else the session; where there is neither,
   * nothing is kept. `public` is for what is the same for everybody. Default: `private`.
   */
  readonly scope?: 'private' | 'public';
}

/** A decorator for a method, or for a class whose components are all meant. */
export type CacheableDecorator = (target: AbstractClass | object, method?: string) => void;

const onClass = new MetadataKey<CacheableOptions>('cacheable-class');
const onMethod = new MetadataKey<CacheableOptions>('cacheable-method');

/**
 * Keeps the results of a read-only tool or of a resource, and gives them to the same caller for the same arguments
 * without running the handler. Of several such calls at once, one runs.
 *
 * Guards and interceptors run for every call. Never kept are errors, and results of calls that asked the client
 * something. It stands in the store of state; when that does not answer, handlers run as if nothing were kept.
 *
 * @example
 * ```ts
 * @Cacheable({ ttl: '10m', scope: 'public', key: (input: RateInput) => `${input.from}-${input.to}` })
 * @Tool({ description: 'Exchange rate', annotations: { readOnlyHint: true } })
 * rate(input: RateInput) { return this.rates.fetch(input.from, input.to); }
 * ```
 */
export function Cacheable<I = never>(options: CacheableOptions<I>): CacheableDecorator {
  return (target, method) => {
    if (method === undefined) onClass.set(target, options);
    else onMethod.set(target, options, method);
  };
}

/** What was recorded for a method, else for its class. */
export function cacheableOptions(type: AbstractClass, method: string): CacheableOptions | undefined {
  return onMethod.get(type.prototype as object, method) ?? onClass.get(type);
}
