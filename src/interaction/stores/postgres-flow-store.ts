import type { Pool } from 'pg';
import { ensureSchema } from '../../storage/postgres.js';
import type { Claim, FlowStore } from '../flow-store.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS portico_flow (id text PRIMARY KEY, value text, expires timestamptz NOT NULL);
  CREATE INDEX IF NOT EXISTS portico_flow_expires ON portico_flow (expires);
`;

/** Keeps flows in PostgreSQL, for any number of machines. */
export class PostgresFlowStore implements FlowStore {
  private constructor(private readonly pool: Pool) {}

  static async open(pool: Pool): Promise<PostgresFlowStore> {
    await ensureSchema(pool, SCHEMA);
    return new PostgresFlowStore(pool);
  }

  async claim(id: string, ttl: number): Promise<Claim> {
    const granted = await this.pool.query(
      `INSERT INTO portico_flow (id, value, expires) VALUES ($1, NULL, now() + $2 * interval '1 millisecond')
       ON CONFLICT (id) DO UPDATE SET value = NULL, expires = EXCLUDED.expires WHERE portico_flow.expires <= now()
       RETURNING id`,
      [id, ttl],
    );
    if (granted.rowCount === 1) return { state: 'granted' };
    const { rows } = await this.pool.query<{ value: string | null }>(
      'SELECT value FROM portico_flow WHERE id = $1',
      [id],
    );
    const row = rows[0];
    if (!row) return this.claim(id, ttl); // released in between
    return row.value === null ? { state: 'running' } : { state: 'done', result: row.value };
  }

  async prolong(id: string, ttl: number): Promise<void> {
    await this.pool.query(
      `UPDATE portico_flow SET expires = now() + $2 * interval '1 millisecond' WHERE id = $1 AND value IS NULL`,
      [id, ttl],
    );
  }

  async settle(id: string, result: string, ttl: number): Promise<string> {
    const { rowCount } = await this.pool.query(
      `INSERT INTO portico_flow (id, value, expires) VALUES ($1, $2, now() + $3 * interval '1 millisecond')
       ON CONFLICT (id) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires
       WHERE portico_flow.value IS NULL OR portico_flow.expires <= now()`,
      [id, result, ttl],
    );
    await this.sweep();
    if (rowCount === 1) return result;
    return (await this.get(id)) ?? this.settle(id, result, ttl); // expired in between
  }

  async release(id: string): Promise<void> {
    await this.pool.query('DELETE FROM portico_flow WHERE id = $1 AND value IS NULL', [id]);
  }

  async put(id: string, value: string, ttl: number): Promise<void> {
    await this.pool.query(
      `INSERT INTO portico_flow (id, value, expires) VALUES ($1, $2, now() + $3 * interval '1 millisecond')
       ON CONFLICT (id) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires`,
      [id, value, ttl],
    );
    await this.sweep();
  }

  async get(id: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ value: string | null }>(
      'SELECT value FROM portico_flow WHERE id = $1 AND expires > now()',
      [id],
    );
    return rows[0]?.value ?? undefined;
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async sweep(): Promise<void> {
    await this.pool.query('DELETE FROM portico_flow WHERE expires <= now()');
  }
}
