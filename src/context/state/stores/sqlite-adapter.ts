import { systemClock, type Clock } from '../../../common/clock.js';
import type { ServerLog } from '../../../common/server-log.js';
import type { SqliteDatabase, SqliteStatement } from '../../../storage/sqlite.js';
import { afterPrefix, PORTION, type StateAdapter } from './state-adapter.js';
import { sweepRegularly } from './sweep-regularly.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS portico_state (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS portico_state_expires ON portico_state (expires);
`;

/** Another process that writes is waited for so long, in ms; the thread stands still meanwhile. */
const BUSY_TIMEOUT = 800;

type Statements = Readonly<Record<keyof typeof statements, SqliteStatement>>;

const statements = {
  get: 'SELECT value FROM portico_state WHERE key = ? AND expires > ?',
  set: `INSERT INTO portico_state (key, value, expires) VALUES (?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
  delete: 'DELETE FROM portico_state WHERE key = ? AND expires > ?',
  add: `INSERT INTO portico_state (key, value, expires) VALUES (?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires
        WHERE portico_state.expires <= ?`,
  replace: 'UPDATE portico_state SET value = ?, expires = ? WHERE key = ? AND value = ? AND expires > ?',
  replaceText: 'UPDATE portico_state SET value = ? WHERE key = ? AND value = ? AND expires > ?',
  touch: 'UPDATE portico_state SET expires = ? WHERE key = ? AND expires > ?',
  clearOwner: `DELETE FROM portico_state WHERE key IN
               (SELECT key FROM portico_state WHERE key >= ? AND key < ? LIMIT ${PORTION})`,
  sweep: `DELETE FROM portico_state WHERE key IN
          (SELECT key FROM portico_state WHERE expires <= ? LIMIT ${PORTION})`,
} as const;

/** Keeps state in a file, for the processes of one machine. */
export class SqliteAdapter implements StateAdapter {
  private readonly run: Statements;
  private readonly stopSweeping: () => void;

  constructor(
    private readonly database: SqliteDatabase,
    log: ServerLog,
    private readonly clock: Clock = systemClock,
  ) {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
    database.exec(SCHEMA);
    const prepared = Object.entries(statements).map(([name, sql]) => [name, database.prepare(sql)]);
    this.run = Object.fromEntries(prepared) as Statements;
    this.stopSweeping = sweepRegularly(() => this.sweep(), log);
  }

  async get(key: string): Promise<string | undefined> {
    return this.run.get.get(key, this.clock.now())?.['value'] as string | undefined;
  }

  async has(key: string): Promise<boolean> {
    return this.run.get.get(key, this.clock.now()) !== undefined;
  }

  async set(key: string, text: string, ttl: number): Promise<void> {
    this.run.set.run(key, text, this.expiry(ttl));
  }

  async delete(key: string): Promise<boolean> {
    return changed(this.run.delete.run(key, this.clock.now()));
  }

  async replace(
    key: string,
    expected: string | undefined,
    text: string,
    ttl: number | undefined,
  ): Promise<boolean> {
    const now = this.clock.now();
    if (expected === undefined) return changed(this.run.add.run(key, text, this.expiry(ttl ?? 0), now));
    return changed(
      ttl === undefined
        ? this.run.replaceText.run(text, key, expected, now)
        : this.run.replace.run(text, this.expiry(ttl), key, expected, now),
    );
  }

  async touch(key: string, ttl: number): Promise<void> {
    this.run.touch.run(this.expiry(ttl), key, this.clock.now());
  }

  async clearOwner(prefix: string): Promise<boolean> {
    return changed(this.run.clearOwner.run(prefix, afterPrefix(prefix)));
  }

  clear(): Promise<void> {
    return Promise.reject(new Error('other applications may keep state in this file'));
  }

  async disconnect(): Promise<void> {
    this.stopSweeping();
    this.database.close();
  }

  private expiry(ttl: number): number {
    return Math.ceil(this.clock.now() + ttl);
  }

  private async sweep(): Promise<void> {
    while (changed(this.run.sweep.run(this.clock.now()))) await new Promise(setImmediate);
  }
}

function changed({ changes }: { changes: number | bigint }): boolean {
  return Number(changes) > 0;
}
