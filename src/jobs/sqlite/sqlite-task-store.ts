import type { SqliteDatabase, SqliteStatement, SqliteValue } from '../../storage/sqlite.js';
import type { Signals } from '../signals/signals.js';
import type { GroupCommit } from './group-commit.js';
import { taskTopic } from '../signals/topics.js';
import type { TaskChanges, TaskRecord } from '../task-record.js';
import { MAX_LOG, type TaskLogEntry, type TaskRecordPage, type TaskStore } from '../task-store.js';
import { TASK_COLUMNS } from '../tasks/task-columns.js';
import { fromCursor, toPage } from '../tasks/task-cursor.js';

/** Which tasks count as their owner's; an index holds them, and serves who asks in the same words. */
const UNFINISHED = `kind = 'tool' AND status IN ('working', 'input_required')`;

/** Keeps tasks in a file, for the processes of one machine; or in memory, for this one. */
export class SqliteTaskStore implements TaskStore {
  private readonly table: string;
  private readonly logTable: string;
  private readonly prepared = new Map<string, SqliteStatement>();

  /** @param prefix of its tables, which {@link taskSchema} makes */
  constructor(
    private readonly database: SqliteDatabase,
    private readonly writes: GroupCommit,
    prefix: string,
    private readonly signals: Signals,
  ) {
    this.table = `${prefix}_task`;
    this.logTable = `${prefix}_task_log`;
  }

  async insert(record: TaskRecord): Promise<string | undefined> {
    const sql = `INSERT INTO ${this.table} (${TASK_COLUMNS.map(quoted).join(', ')}) VALUES (${TASK_COLUMNS.map(() => '?').join(', ')})
      ON CONFLICT DO NOTHING`;
    const values = TASK_COLUMNS.map((name) => record[name] as SqliteValue);
    const { changes } = await this.writes.write(() => this.prepare(sql).run(...values));
    if (Number(changes) > 0) return undefined;
    const there = this.prepare(`SELECT id FROM ${this.table} WHERE id = ? OR "unique" = ?`).get(
      record.id,
      record.unique,
    );
    return there ? String(there['id']) : this.insert(record); // it ended in between
  }

  async read(id: string): Promise<TaskRecord | undefined> {
    const row = this.prepare(`SELECT * FROM ${this.table} WHERE id = ?`).get(id);
    return row && toRecord(row);
  }

  async update(id: string, version: number, changes: TaskChanges, tell: boolean): Promise<boolean> {
    const names = Object.keys(changes) as (keyof TaskChanges)[];
    const assignments = names.map((name) => `, ${quoted(name)} = ?`).join('');
    const sql = `UPDATE ${this.table} SET version = version + 1${assignments} WHERE id = ? AND version = ?`;
    const values = names.map((name) => changes[name] as SqliteValue);
    const { changes: count } = await this.writes.write(() => this.prepare(sql).run(...values, id, version));
    const isChanged = Number(count) > 0;
    if (isChanged && tell) this.signals.send(taskTopic(id));
    return isChanged;
  }

  async list(owner: string, limit: number, from?: string): Promise<TaskRecordPage> {
    const { created, id } = fromCursor(from);
    const rows = this.prepare(
      `SELECT * FROM ${this.table} WHERE kind = 'tool' AND owner = ? AND (created, id) < (?, ?)
       ORDER BY created DESC, id DESC LIMIT ?`,
    ).all(owner, created, id, limit + 1);
    return toPage(rows.map(toRecord), limit);
  }

  async unfinished(owner: string, limit: number): Promise<number> {
    const found = `SELECT 1 FROM ${this.table} WHERE owner = ? AND ${UNFINISHED} LIMIT ?`;
    const row = this.prepare(`SELECT count(*) AS count FROM (${found})`).get(owner, limit);
    return Number(row!['count']);
  }

  async overdue(before: number, limit: number): Promise<readonly TaskRecord[]> {
    const sql = `SELECT * FROM ${this.table} WHERE due < ? ORDER BY due LIMIT ?`;
    return this.prepare(sql).all(before, limit).map(toRecord);
  }

  async expired(before: number, limit: number): Promise<readonly TaskRecord[]> {
    const sql = `SELECT * FROM ${this.table} WHERE expires < ? ORDER BY expires LIMIT ?`;
    return this.prepare(sql).all(before, limit).map(toRecord);
  }

  async latest(limit: number): Promise<readonly TaskRecord[]> {
    const sql = `SELECT * FROM ${this.table} ORDER BY expires DESC LIMIT ?`;
    return this.prepare(sql).all(limit).map(toRecord);
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.writes.write(() => {
      for (const id of ids) {
        this.prepare(`DELETE FROM ${this.table} WHERE id = ?`).run(id);
        this.prepare(`DELETE FROM ${this.logTable} WHERE task = ?`).run(id);
      }
    });
  }

  async appendLog(id: string, { time, level, text }: TaskLogEntry): Promise<void> {
    const add = `INSERT INTO ${this.logTable} (task, time, level, text) VALUES (?, ?, ?, ?) RETURNING position`;
    const trim = `DELETE FROM ${this.logTable} WHERE task = ? AND position NOT IN
      (SELECT position FROM ${this.logTable} WHERE task = ? ORDER BY position DESC LIMIT ${MAX_LOG})`;
    await this.writes.write(() => {
      const position = Number(this.prepare(add).get(id, time, level, text)!['position']);
      if (position % 16 === 0) this.prepare(trim).run(id, id); // now and then is often enough
    });
  }

  async logs(id: string): Promise<readonly TaskLogEntry[]> {
    const rows = this.prepare(
      `SELECT time, level, text FROM ${this.logTable} WHERE task = ? ORDER BY position DESC LIMIT ${MAX_LOG}`,
    ).all(id);
    return rows
      .map(({ time, level, text }) => ({ time: Number(time), level: String(level), text: String(text) }))
      .reverse();
  }

  watch(id: string, listener: () => void): () => void {
    return this.signals.listen(taskTopic(id), listener);
  }

  close(): Promise<void> {
    this.prepared.clear();
    return Promise.resolve();
  }

  private prepare(sql: string): SqliteStatement {
    let statement = this.prepared.get(sql);
    if (!statement) this.prepared.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}

/** The tables of a {@link SqliteTaskStore}. */
export function taskSchema(prefix: string): string {
  const table = `${prefix}_task`;
  return `
    CREATE TABLE IF NOT EXISTS ${table} (
      id TEXT PRIMARY KEY, version INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL,
      lane TEXT NOT NULL, priority INTEGER NOT NULL, status TEXT NOT NULL, input TEXT NOT NULL, journal TEXT,
      questions TEXT, outcome TEXT, done REAL, total REAL, message TEXT, run INTEGER NOT NULL,
      attempt INTEGER NOT NULL, failures INTEGER NOT NULL, holder TEXT, due INTEGER, "unique" TEXT UNIQUE,
      created INTEGER NOT NULL, updated INTEGER NOT NULL, expires INTEGER NOT NULL, ttl INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS ${table}_due ON ${table} (due) WHERE due IS NOT NULL;
    CREATE INDEX IF NOT EXISTS ${table}_expires ON ${table} (expires);
    CREATE INDEX IF NOT EXISTS ${table}_owner ON ${table} (owner, created, id) WHERE kind = 'tool';
    CREATE INDEX IF NOT EXISTS ${table}_unfinished ON ${table} (owner) WHERE ${UNFINISHED};
    CREATE TABLE IF NOT EXISTS ${table}_log (
      position INTEGER PRIMARY KEY, task TEXT NOT NULL, time INTEGER NOT NULL, level TEXT NOT NULL, text TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS ${table}_log_task ON ${table}_log (task, position);
  `;
}

/** `unique` is a word of the language. */
function quoted(name: string): string {
  return `"${name}"`;
}

/** The columns are the properties; whatever else a driver adds to a row is left out. */
function toRecord(row: Record<string, SqliteValue>): TaskRecord {
  return Object.fromEntries(TASK_COLUMNS.map((name) => [name, row[name]])) as unknown as TaskRecord;
}
