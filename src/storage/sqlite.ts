import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PorticoError } from '../common/portico-error.js';

/** One statement, prepared once. */
export interface SqliteStatement {
  run(...values: SqliteValue[]): { changes: number | bigint };
  get(...values: SqliteValue[]): Record<string, SqliteValue> | undefined;
  all(...values: SqliteValue[]): Record<string, SqliteValue>[];
}

export type SqliteValue = string | number | bigint | null | Uint8Array;

/** What Node's own SQLite and libsql have in common. */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

type Driver = new (file: string) => SqliteDatabase;

const require = createRequire(import.meta.url);

/**
 * Opens a database file, made where it is missing, for several processes of one machine: write-ahead log, waiting up to
 * five seconds for another writer. Node's own SQLite is used where Node has it, else libsql.
 *
 * @param file a path on a local disk, or `:memory:`
 */
export function openSqlite(file: string): SqliteDatabase {
  if (file !== ':memory:') mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  const database = new (findDriver())(file);
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = NORMAL');
  return database;
}

function findDriver(): Driver {
  if (process.getBuiltinModule !== undefined) {
    const own = process.getBuiltinModule('node:sqlite') as { DatabaseSync: Driver } | undefined;
    if (own) return own.DatabaseSync;
  }
  try {
    return require('libsql') as Driver;
  } catch (cause) {
    throw new PorticoError(
      'PORTICO_MISSING_PACKAGE',
      'SQLite needs Node 22.13 or later, or the package libsql. Run "npm install libsql".',
      { cause },
    );
  }
}
