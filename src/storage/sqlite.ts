import { closeSync, mkdirSync, openSync } from 'node:fs';
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

/** How long another writer is waited for, in ms; the thread stands still meanwhile. */
const PATIENCE = 5_000;
const SQLITE_BUSY = 5;

/**
 * Opens a database file, made where it is missing, for several processes of one machine: write-ahead log, waiting up to
 * five seconds for another writer. Node's own SQLite is used where Node has it, else libsql.
 *
 * @param file a path on a local disk, or `:memory:`
 */
export function openSqlite(file: string): SqliteDatabase {
  if (file !== ':memory:') makePrivate(file);
  const database = new (findDriver())(file);
  try {
    database.exec(`PRAGMA busy_timeout = ${PATIENCE}`);
    writeAhead(database);
    database.exec('PRAGMA synchronous = NORMAL');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * What is made here is read by this user alone; SQLite gives the files beside it the same mode. What is there already
 * stays as it was made.
 */
function makePrivate(file: string): void {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

/** Whether an error of a driver says that another connection was writing, so that trying again later helps. */
export function isBusy(error: unknown): boolean {
  const { rawCode, errcode } = (error ?? {}) as { rawCode?: number; errcode?: number };
  return ((rawCode ?? errcode ?? 0) & 0xff) === SQLITE_BUSY; // the upper bits tell more
}

/**
 * A new file is changed over once. SQLite gives up at once where two processes do so at a time, whatever its patience,
 * because they would wait for each other.
 */
function writeAhead(database: SqliteDatabase): void {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > end) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1 + Math.random() * 10);
  }
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
