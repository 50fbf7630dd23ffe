import type { Keyv } from 'keyv';
import { systemClock, type Clock } from '../../../common/clock.js';
import { isPorticoError, PorticoError } from '../../../common/portico-error.js';
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
 * @param clock says when a value's time is over, in a store of this machine
 * @throws PorticoError `PORTICO_STORAGE_URL`, `PORTICO_MISSING_PACKAGE`, `PORTICO_CLOCK`; `PORTICO_STATE_UNAVAILABLE` when it is not reachable
 */
export async function openStateStore(
  given: string | Keyv,
  capacity: number,
  log: ServerLog,
  clock: Clock = systemClock,
): Promise<StateStore> {
  const kept = typeof given === 'string' ? parseStorageUrl(given) : undefined;
  if (clock !== systemClock && kept?.kind !== 'memory' && kept?.kind !== 'sqlite') throw foreignClock();
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
  const { kind, location } = kept!;
  try {
    switch (kind) {
      case 'memory':
        return new StateStore(new MemoryAdapter(capacity, clock), 'local');
      case 'sqlite':
        return new StateStore(new SqliteAdapter(openSqlite(location), log, clock), 'shared');
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

function foreignClock(): PorticoError {
  return new PorticoError(
    'PORTICO_CLOCK',
    'The store of state goes by a clock of its own, which a test cannot turn. Keep state in memory: or sqlite: where there is a TestClock.',
  );
}
