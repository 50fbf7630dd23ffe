import type { RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { withDeadline } from '../../common/deadline.js';
import { milliseconds } from '../../common/duration.js';
import type { ServerLog } from '../../common/server-log.js';
import { loadOptional } from '../../storage/optional-package.js';
import { connectRedis } from '../../storage/redis.js';
import type { RateLimitOptions } from './rate-limit.js';

/** Counts calls by a key. */
export interface CallCounter {
  /** Counts one call. @returns 0 when it may go on, else how long to wait, in ms */
  count(key: string): Promise<number>;
  close(): Promise<void>;
}

/** How long the shared store may take to count, in ms; then this process counts alone. */
const PATIENCE = 500;

/** @throws PorticoError `PORTICO_MISSING_PACKAGE` */
export async function openCounter(options: RateLimitOptions, log: ServerLog): Promise<CallCounter> {
  const library = await loadOptional(
    () => import('rate-limiter-flexible'),
    'rate-limiter-flexible',
    'A rate limit',
  );
  const { calls: points, store = 'memory:', name = '' } = options;
  const settings = { points, duration: Math.ceil(milliseconds(options.per) / 1_000) };
  const local = new library.RateLimiterMemory(settings);
  if (store === 'memory:') return { count: (key) => take(local, key), close: () => Promise.resolve() };

  const client = await connectRedis(store, log);
  const shared = new library.RateLimiterRedis({
    ...settings,
    storeClient: client,
    useRedisPackage: true,
    keyPrefix: `portico:rate:${encodeURIComponent(name)}`,
  });
  let isAlone = false;
  return {
    async count(key) {
      try {
        const wait = await withDeadline(take(shared, key), PATIENCE, 'Counting a call in Redis');
        isAlone = false;
        return wait;
      } catch (error) {
        if (!isAlone) log.warn(`The rate limit '${name}' is kept by each process alone:`, error);
        isAlone = true;
        return take(local, key);
      }
    },
    async close() {
      if (client.isOpen) await client.close();
    },
  };
}

async function take(limiter: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refused) {
    // The library throws an error when it fails, and plain numbers when there were too many.
    if (refused instanceof Error) throw refused;
    return Math.max(1, (refused as RateLimiterRes).msBeforeNext);
  }
}
