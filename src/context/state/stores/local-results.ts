import { createCache } from 'cache-manager';
import type { ResultStore } from '../../results/result-store.js';
import { keyvOver } from './keyv-over.js';
import { ResultAdapter } from './result-adapter.js';

const CAPACITY = 10_000;

/** A place for results in this process, apart from state: they may be dropped, state may not. */
export function localResults(): ResultStore {
  const cache = createCache({ stores: [keyvOver(new ResultAdapter(CAPACITY))] });
  return { wrap: (key, compute, ttl) => cache.wrap(key, compute, ttl) };
}
