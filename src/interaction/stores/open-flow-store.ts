import type { Clock } from '../../common/clock.js';
import type { ServerLog } from '../../common/server-log.js';
import { connectPostgres } from '../../storage/postgres.js';
import { connectRedis } from '../../storage/redis.js';
import { openSqlite } from '../../storage/sqlite.js';
import { parseStorageUrl } from '../../storage/storage-url.js';
import type { FlowStore } from '../flow-store.js';
import { MemoryFlowStore } from './memory-flow-store.js';
import { PatientFlowStore } from './patient-flow-store.js';
import { PostgresFlowStore } from './postgres-flow-store.js';
import { RedisFlowStore } from './redis-flow-store.js';
import { SqliteFlowStore } from './sqlite-flow-store.js';

/**
 * Opens the store a URL names.
 *
 * @throws PorticoError `PORTICO_STORAGE_URL`, `PORTICO_MISSING_PACKAGE`; or the driver's error when it is not reachable
 */
export async function openFlowStore(url: string, log: ServerLog, clock?: Clock): Promise<FlowStore> {
  const { kind, location } = parseStorageUrl(url);
  switch (kind) {
    case 'memory':
      return new MemoryFlowStore(undefined, undefined, clock);
    case 'sqlite':
      return new SqliteFlowStore(openSqlite(location), clock);
    case 'redis':
      return new PatientFlowStore(new RedisFlowStore(await connectRedis(location, log)));
    case 'postgres':
      return new PatientFlowStore(await PostgresFlowStore.open(await connectPostgres(location, log)));
  }
}
