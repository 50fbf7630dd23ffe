import type { createClient } from '@redis/client';
import { withDeadline } from '../common/deadline.js';
import type { ServerLog } from '../common/server-log.js';
import { loadOptional } from './optional-package.js';

export type RedisClient = ReturnType<typeof createClient>;

/** In ms. The client itself would try for ever. */
const FIRST_CONNECTION = 3_000;

/**
 * Connects to Redis so that nothing hangs while it is down: commands fail at once instead of being queued, and the
 * connection comes back by itself.
 *
 * @throws DeadlineExceeded when there is no first connection within three seconds; the log has the reason
 */
export async function connectRedis(url: string, log: ServerLog): Promise<RedisClient> {
  const client = await createRedis(url, log);
  try {
    await withDeadline(client.connect(), FIRST_CONNECTION, 'The first connection to Redis');
  } catch (error) {
    if (client.isOpen) client.destroy();
    throw error;
  }
  return client;
}

/** Such a client before it connects. */
export async function createRedis(url: string, log: ServerLog): Promise<RedisClient> {
  const redis = await loadOptional(() => import('@redis/client'), '@redis/client', 'Storage in Redis');
  const client = redis.createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 1_000, reconnectStrategy: (retries) => Math.min(retries * 100, 1_000) },
  });
  let isDown = false;
  client.on('error', (error: Error) => {
    if (!isDown) log.warn(`Redis is not reachable: ${error.message}`);
    isDown = true;
  });
  client.on('ready', () => {
    if (isDown) log.info('Redis is reachable again');
    isDown = false;
  });
  return client as RedisClient;
}
