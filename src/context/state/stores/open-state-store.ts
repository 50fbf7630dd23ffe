import type { Keyv } from 'keyv';
import { isPorticoError } from '../../../common/portico-error.js';
import type { ServerLog } from '../../../common/server-log.js';
import { connectPostgres } from '../../../storage/postgres.js';
import { connectRedis } from '../../../storage/redis.js';
import { openSqlite } from '../../../storage/sqlite.js';
import { parseStorageUrl } from '../../../storage/storage-url.js';
import { stateUnavailable } from './deadline-adapter.js';
import { KeyvAdapter } from './keyv-adapter.js';
import { MemoryAdapter } from './memory-adapter.js';
import { PostgresAdapter } from './postgres-adapter.js';
import { RedisAdapter } from './redis-adapter.js';
import { SqliteAdapter } from './sqlite-adapter.js';
import { StateStore } from './state-store.js';

/**
 * Opens the store a URL names, or takes a Keyv.
 *
 * @param capacity how many values fit into a store in memory
 * @throws PorticoError `PORTICO_STORAGE_URL`, `PORTICO_MISSING_PACKAGE`; `PORTICO_STATE_UNAVAILABLE` when it is not reachable
 */
export async function openStateStore(
  given: string | Keyv,
  capacity: number,
  log: ServerLog,
): Promise<StateStore> {
  if (typeof given !== 'string') {
    log.info(
      'State is kept in a Keyv of the application: updateState and incrementState are atomic within this process only.',
    );
    if (!given.iterator)
      log.warn(
        'The Keyv that keeps the state cannot list its keys: what a session kept stays until it expires, and ctx.clearState is refused.',
      );
    return new StateStore(new KeyvAdapter(given as Keyv<string>), 'foreign');
  }
  const { kind, location } = parseStorageUrl(given);
  try {
    switch (kind) {
      case 'memory':
        return new StateStore(new MemoryAdapter(capacity), 'local');
      case 'sqlite':
        return new StateStore(new SqliteAdapter(openSqlite(location), log), 'shared');
      case 'redis':
        return new StateStore(new RedisAdapter(await connectRedis(location, log)), 'shared');
      case 'postgres':
        return new StateStore(
          await PostgresAdapter.open(await connectPostgres(location, log), log),
          'shared',
        );
    }
  } catch (error) {
    throw isPorticoError(error) ? error : stateUnavailable('opened', error);
  }
}
