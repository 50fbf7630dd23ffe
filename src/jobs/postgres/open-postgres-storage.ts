import type { ServerLog } from '../../common/server-log.js';
import { PostgresFlowStore } from '../../interaction/stores/postgres-flow-store.js';
import { loadOptional } from '../../storage/optional-package.js';
import { connectPostgres, ensureSchema, withSchemaLock } from '../../storage/postgres.js';
import { PATIENCE, type JobsStorage } from '../jobs-storage.js';
import { PostgresSignals } from './postgres-signals.js';
import { PostgresTaskStore, taskSchema } from './postgres-task-store.js';

/** @throws the driver's error when the database is not reachable */
export async function openPostgresStorage(url: string, prefix: string, log: ServerLog): Promise<JobsStorage> {
  const pool = await connectPostgres(url, log, PATIENCE);
  const signals = new PostgresSignals(pool, `${prefix}_signal`, log);
  try {
    await ensureSchema(pool, taskSchema(prefix));
    const flows = await PostgresFlowStore.open(pool);
    await signals.open();
    return {
      tasks: new PostgresTaskStore(pool, prefix, signals),
      signals,
      flows,
      async queue() {
        const name = '@agendajs/postgres-backend';
        const { PostgresBackend } = await loadOptional(
          () => import('@agendajs/postgres-backend'),
          name,
          'Jobs in PostgreSQL',
        );
        const backend = new PostgresBackend({ pool, tableName: `${prefix}_job`, disableNotifications: true });
        await withSchemaLock(pool, () => backend.repository.connect());
        return backend;
      },
      async close() {
        await signals.close();
        await pool.end();
      },
    };
  } catch (error) {
    await signals.close();
    await pool.end();
    throw error;
  }
}
