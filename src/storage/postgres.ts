import type { Pool, PoolClient } from 'pg';
import type { ServerLog } from '../common/server-log.js';
import { loadOptional } from './optional-package.js';

/** Serialises the creation of tables by processes that start together. */
const SCHEMA_LOCK = 0x706f7274;

/**
 * Opens a pool whose idle connections may break without ending the process.
 *
 * @param patience how long a query waits for a connection that is free, or for a new one, in ms
 */
export async function connectPostgres(url: string, log: ServerLog, patience = 1_000): Promise<Pool> {
  const { default: pg } = await loadOptional(() => import('pg'), 'pg', 'Storage in PostgreSQL');
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: patience,
    query_timeout: 5_000,
  });
  pool.on('error', (error) => log.warn(`A PostgreSQL connection broke: ${error.message}`));
  return pool;
}

/** Runs `CREATE … IF NOT EXISTS` statements, one process at a time: PostgreSQL fails when two do so at once. */
export async function ensureSchema(pool: Pool, statements: string): Promise<void> {
  await withSchemaLock(pool, (client) => client.query(statements));
}

/** Does something to the schema that no other process of ours may do at the same time. */
export async function withSchemaLock<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [SCHEMA_LOCK]);
    return await work(client);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [SCHEMA_LOCK]).catch(() => {}); // the connection's end unlocks too
    client.release();
  }
}
