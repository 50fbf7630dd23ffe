import type { Clock } from '../../../common/clock.js';
import type { ResultStore } from '../../results/result-store.js';
import { cacheOver, type OpenCache } from './cache-over.js';
import { ResultAdapter } from './result-adapter.js';

const CAPACITY = 10_000;

/** A place for results in this process, apart from state: they may be dropped, state may not. */
export function localResults(clock?: Clock): ResultStore {
  let opened: Promise<OpenCache> | undefined;
  return {
    async wrap(key, compute, ttl) {
      const { cache } = await (opened ??= cacheOver(new ResultAdapter(CAPACITY, clock)));
      return cache.wrap(key, compute, ttl);
    },
  };
}
