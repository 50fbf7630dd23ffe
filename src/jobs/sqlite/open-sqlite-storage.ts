import { SqliteFlowTable } from '../../interaction/stores/sqlite-flow-table.js';
import { openSqlite } from '../../storage/sqlite.js';
import type { ServerLog } from '../../common/server-log.js';
import { ThrottledLog } from '../engine/throttled-log.js';
import type { JobsStorage } from '../jobs-storage.js';
import { GroupCommit } from './group-commit.js';
import { GroupedFlowStore } from './grouped-flow-store.js';
import { SqliteSignals } from './sqlite-signals.js';
import { SqliteTaskStore, taskSchema } from './sqlite-task-store.js';
import { TaskVersions } from './task-versions.js';

/**
 * How long a statement waits for another process, in ms, and the whole of this one with it. Writes that wait longer are
 * tried again by {@link GroupCommit} while everything else goes on.
 */
const BUSY_TIMEOUT = 100;

/** @param file a path on a local disk, shared by the processes of this machine; or `:memory:`, for this process alone */
export function openSqliteStorage(file: string, prefix: string, log: ServerLog): JobsStorage {
  const database = openSqlite(file);
  database.exec(taskSchema(prefix));
  const flows = new SqliteFlowTable(database);
  const { changed } = new TaskVersions(database, prefix);
  const trouble = new ThrottledLog(log);
  const signals = new SqliteSignals(database, changed, file !== ':memory:', (error) =>
    trouble.warn(`The file of background jobs cannot be read: ${error.message}`),
  );
  const writes = new GroupCommit(database);
  const tasks = new SqliteTaskStore(database, writes, prefix, signals);
  return {
    tasks,
    signals,
    flows: new GroupedFlowStore(flows, writes),
    async queue() {
      const { computeJobState } = await import('agenda');
      const { SqliteJobRepository } = await import('./sqlite-job-repository.js');
      const repository = new SqliteJobRepository(database, writes, `${prefix}_job`, computeJobState);
      await repository.connect();
      database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
      return { name: 'SQLite', repository, connect: async () => {}, disconnect: async () => {} };
    },
    async close() {
      await signals.close();
      await tasks.close();
      writes.close();
      database.close();
    },
  };
}
