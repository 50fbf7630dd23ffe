import type { CacheableOptions } from '../../metadata/cacheable.js';

/** How results of one component are kept. */
export interface CachePlan {
  /** In milliseconds. */
  readonly ttl: number;
  readonly isPublic: boolean;
  readonly key: CacheableOptions['key'];
}
