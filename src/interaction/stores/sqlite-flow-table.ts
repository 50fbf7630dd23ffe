import { systemClock, type Clock } from '../../common/clock.js';
import type { SqliteDatabase, SqliteStatement } from '../../storage/sqlite.js';
import type { Claim } from '../flow-store.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS portico_flow (id TEXT PRIMARY KEY, value TEXT, expires INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS portico_flow_expires ON portico_flow (expires);
`;

/** What a flow store does to its table, without waiting, so that it can be part of a transaction. */
export class SqliteFlowTable {
  private readonly insert: SqliteStatement;
  private readonly extend: SqliteStatement;
  private readonly upsert: SqliteStatement;
  private readonly keep: SqliteStatement;
  private readonly select: SqliteStatement;
  private readonly delete: SqliteStatement;
  private readonly sweep: SqliteStatement;

  constructor(
    database: SqliteDatabase,
    private readonly clock: Clock = systemClock,
  ) {
    database.exec(SCHEMA);
    this.insert = database.prepare(
      `INSERT INTO portico_flow (id, value, expires) VALUES (?, NULL, ?)
       ON CONFLICT (id) DO UPDATE SET value = NULL, expires = excluded.expires WHERE portico_flow.expires <= ?`,
    );
    this.extend = database.prepare('UPDATE portico_flow SET expires = ? WHERE id = ? AND value IS NULL');
    this.upsert = database.prepare(
      `INSERT INTO portico_flow (id, value, expires) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
    );
    this.keep = database.prepare(
      `INSERT INTO portico_flow (id, value, expires) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET value = excluded.value, expires = excluded.expires
       WHERE portico_flow.value IS NULL OR portico_flow.expires <= ?`,
    );
    this.select = database.prepare('SELECT value, expires FROM portico_flow WHERE id = ?');
    this.delete = database.prepare('DELETE FROM portico_flow WHERE id = ? AND value IS NULL');
    this.sweep = database.prepare('DELETE FROM portico_flow WHERE expires <= ?');
  }

  claim(id: string, ttl: number): Claim {
    const now = this.clock.now();
    if (Number(this.insert.run(id, now + ttl, now).changes) === 1) return { state: 'granted' };
    const row = this.select.get(id);
    if (!row) return this.claim(id, ttl); // released in between
    const value = row['value'];
    return typeof value === 'string' ? { state: 'done', result: value } : { state: 'running' };
  }

  prolong(id: string, ttl: number): void {
    this.extend.run(this.clock.now() + ttl, id);
  }

  /** @returns the result that is kept */
  settle(id: string, result: string, ttl: number): string {
    const now = this.clock.now();
    this.sweep.run(now);
    if (Number(this.keep.run(id, result, now + ttl, now).changes) === 1) return result;
    return this.get(id) ?? this.settle(id, result, ttl); // expired in between
  }

  release(id: string): void {
    this.delete.run(id);
  }

  put(id: string, value: string, ttl: number): void {
    const now = this.clock.now();
    this.sweep.run(now);
    this.upsert.run(id, value, now + ttl);
  }

  get(id: string): string | undefined {
    const row = this.select.get(id);
    const value = row && Number(row['expires']) > this.clock.now() ? row['value'] : undefined;
    return typeof value === 'string' ? value : undefined;
  }
}
