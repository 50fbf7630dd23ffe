import type { SqliteDatabase, SqliteStatement } from '../../storage/sqlite.js';
import type { Claim, FlowStore } from '../flow-store.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS portico_flow (id TEXT PRIMARY KEY, value TEXT, expires INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS portico_flow_expires ON portico_flow (expires);
`;

/** Keeps flows in a file, for the processes of one machine. */
export class SqliteFlowStore implements FlowStore {
  private readonly insert: SqliteStatement;
  private readonly upsert: SqliteStatement;
  private readonly select: SqliteStatement;
  private readonly remove: SqliteStatement;
  private readonly sweep: SqliteStatement;

  constructor(private readonly database: SqliteDatabase) {
    database.exec(SCHEMA);
    this.insert = database.prepare(
      `INSERT INTO portico_flow (id, value, expires) VALUES (?, NULL, ?)
       ON CONFLICT (id) DO UPDATE SET value = NULL, expires = excluded.expires WHERE portico_flow.expires <= ?`,
    );
    this.upsert = database.prepare(
      `INSERT INTO portico_flow (id, value, expires) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
    );
    this.select = database.prepare('SELECT value, expires FROM portico_flow WHERE id = ?');
    this.remove = database.prepare('DELETE FROM portico_flow WHERE id = ?');
    this.sweep = database.prepare('DELETE FROM portico_flow WHERE expires <= ?');
  }

  claim(id: string, ttl: number): Promise<Claim> {
    const now = Date.now();
    if (Number(this.insert.run(id, now + ttl, now).changes) === 1)
      return Promise.resolve({ state: 'granted' });
    const row = this.select.get(id);
    if (!row) return this.claim(id, ttl); // released in between
    const value = row['value'];
    return Promise.resolve(
      typeof value === 'string' ? { state: 'done', result: value } : { state: 'running' },
    );
  }

  settle(id: string, result: string, ttl: number): Promise<void> {
    return this.put(id, result, ttl);
  }

  release(id: string): Promise<void> {
    this.remove.run(id);
    return Promise.resolve();
  }

  put(id: string, value: string, ttl: number): Promise<void> {
    const now = Date.now();
    this.sweep.run(now);
    this.upsert.run(id, value, now + ttl);
    return Promise.resolve();
  }

  get(id: string): Promise<string | undefined> {
    const row = this.select.get(id);
    const value = row && Number(row['expires']) > Date.now() ? row['value'] : undefined;
    return Promise.resolve(typeof value === 'string' ? value : undefined);
  }

  close(): Promise<void> {
    this.database.close();
    return Promise.resolve();
  }
}
