import type { Cache } from 'cache-manager';
import type { Keyv } from 'keyv';
import type { StateAdapter } from './state-adapter.js';

/** What Keyv itself needs of an adapter. */
export type KeyvPart = Pick<StateAdapter, 'get' | 'set' | 'delete' | 'clear' | 'disconnect'>;

/** cache-manager over Keyv over an adapter of ours. */
export interface OpenCache {
  readonly cache: Cache;
  readonly keyv: Keyv<string>;
}

/**
 * Both are loaded with the first value: a server that keeps none starts without them.
 *
 * Keyv goes without its key prefix and envelope: keys are ours, and the adapter keeps the time.
 */
export async function cacheOver(store: KeyvPart): Promise<OpenCache> {
  const [{ createCache }, { Keyv }] = await Promise.all([import('cache-manager'), import('keyv')]);
  const keyv = new Keyv<string>({
    store,
    useKeyPrefix: false,
    throwOnErrors: true,
    emitErrors: false,
    serialize: ({ value }) => value as string,
    deserialize: <T>(text: string) => ({ value: text as T }),
  });
  return { keyv, cache: createCache({ stores: [keyv] }) };
}
