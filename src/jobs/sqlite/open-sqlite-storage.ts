import { SqliteFlowStore } from '../../interaction/stores/sqlite-flow-store.js';
import { openSqlite } from '../../storage/sqlite.js';
import type { JobsStorage } from '../jobs-storage.js';
import { GroupCommit } from './group-commit.js';
import { GroupedFlowStore } from './grouped-flow-store.js';
import { SqliteSignals } from './sqlite-signals.js';
import { SqliteTaskStore, taskSchema } from './sqlite-task-store.js';
import { TaskVersions } from './task-versions.js';

/** @param file a path on a local disk, shared by the processes of this machine; or `:memory:`, for this process alone */
export function openSqliteStorage(file: string, prefix: string): JobsStorage {
  const database = openSqlite(file);
  database.exec(taskSchema(prefix));
  const { changed } = new TaskVersions(database, prefix);
  const signals = new SqliteSignals(database, changed, file !== ':memory:');
  const writes = new GroupCommit(database);
  const tasks = new SqliteTaskStore(database, writes, prefix, signals);
  return {
    tasks,
    signals,
    flows: new GroupedFlowStore(new SqliteFlowStore(database), writes),
    async queue() {
      const { computeJobState } = await import('agenda');
      const { SqliteJobRepository } = await import('./sqlite-job-repository.js');
      const repository = new SqliteJobRepository(database, writes, `${prefix}_job`, computeJobState);
      await repository.connect();
      return { name: 'SQLite', repository, connect: async () => {}, disconnect: async () => {} };
    },
    async close() {
      await signals.close();
      await tasks.close();
      writes.flush();
      database.close();
    },
  };
}
