import { createCache, type Cache } from 'cache-manager';
import { Keyv } from 'keyv';
import { MemoryStore } from './memory-store.js';

/** The default store of state: bounded, in this process. */
export function createMemoryCache(capacity?: number): Cache {
  return createCache({ stores: [new Keyv({ store: new MemoryStore(capacity), throwOnErrors: true })] });
}
