import type { Pool } from 'pg';
import type { ServerLog } from '../../../common/server-log.js';
import { ensureSchema } from '../../../storage/postgres.js';
import { afterPrefix, PORTION, type StateAdapter } from './state-adapter.js';
import { sweepRegularly } from './sweep-regularly.js';

/** Compared by bytes, so that all keys of one owner lie side by side in the index. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS portico_state (
    key text COLLATE "C" PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
  );
  CREATE INDEX IF NOT EXISTS portico_state_expires ON portico_state (expires);
`;

/** When a text that is written now expires; `$3` is its time in milliseconds. */
const EXPIRES = `clock_timestamp() + $3 * interval '1 millisecond'`;
const IS_LIVE = 'portico_state.expires > clock_timestamp()';

/** Keeps state in PostgreSQL, for any number of machines. */
export class PostgresAdapter implements StateAdapter {
  private readonly stopSweeping: () => void;

  private constructor(
    private readonly pool: Pool,
    log: ServerLog,
  ) {
    this.stopSweeping = sweepRegularly(() => this.sweep(), log);
  }

  static async open(pool: Pool, log: ServerLog): Promise<PostgresAdapter> {
    await ensureSchema(pool, SCHEMA);
    return new PostgresAdapter(pool, log);
  }

  async get(key: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ value: string }>(
      `SELECT value FROM portico_state WHERE key = $1 AND ${IS_LIVE}`,
      [key],
    );
    return rows[0]?.value;
  }

  has(key: string): Promise<boolean> {
    return this.any(`SELECT 1 FROM portico_state WHERE key = $1 AND ${IS_LIVE}`, [key]);
  }

  async set(key: string, text: string, ttl: number): Promise<void> {
    await this.pool.query(
      `INSERT INTO portico_state (key, value, expires) VALUES ($1, $2, ${EXPIRES})
       ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires`,
      [key, text, ttl],
    );
  }

  async delete(key: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ live: boolean }>(
      `DELETE FROM portico_state WHERE key = $1 RETURNING ${IS_LIVE} AS live`,
      [key],
    );
    return rows[0]?.live ?? false;
  }

  replace(
    key: string,
    expected: string | undefined,
    text: string,
    ttl: number | undefined,
  ): Promise<boolean> {
    if (expected === undefined)
      return this.any(
        `INSERT INTO portico_state (key, value, expires) VALUES ($1, $2, ${EXPIRES})
         ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires WHERE NOT (${IS_LIVE})`,
        [key, text, ttl ?? 0],
      );
    if (ttl === undefined)
      return this.any(`UPDATE portico_state SET value = $2 WHERE key = $1 AND value = $3 AND ${IS_LIVE}`, [
        key,
        text,
        expected,
      ]);
    return this.any(
      `UPDATE portico_state SET value = $2, expires = ${EXPIRES} WHERE key = $1 AND value = $4 AND ${IS_LIVE}`,
      [key, text, ttl, expected],
    );
  }

  async touch(key: string, ttl: number): Promise<void> {
    await this.pool.query(
      `UPDATE portico_state SET expires = clock_timestamp() + $2 * interval '1 millisecond' WHERE key = $1 AND ${IS_LIVE}`,
      [key, ttl],
    );
  }

  async clearOwner(prefix: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `DELETE FROM portico_state WHERE key IN
       (SELECT key FROM portico_state WHERE key >= $1 AND key < $2 LIMIT ${PORTION})`,
      [prefix, afterPrefix(prefix)],
    );
    return rowCount === PORTION;
  }

  clear(): Promise<void> {
    return Promise.reject(new Error('other applications may keep state in this table'));
  }

  async disconnect(): Promise<void> {
    this.stopSweeping();
    await this.pool.end();
  }

  private async any(statement: string, values: unknown[]): Promise<boolean> {
    return ((await this.pool.query(statement, values)).rowCount ?? 0) > 0;
  }

  /** In portions, each short; what another machine is about to remove is left to it. */
  private async sweep(): Promise<void> {
    const portion = `SELECT key FROM portico_state WHERE expires <= clock_timestamp() LIMIT ${PORTION} FOR UPDATE SKIP LOCKED`;
    while (await this.any(`DELETE FROM portico_state WHERE key IN (${portion})`, []));
  }
}
