import type { Pool } from 'pg';
import { taskTopic } from '../signals/topics.js';
import type { TaskChanges, TaskRecord } from '../task-record.js';
import { MAX_LOG, type TaskLogEntry, type TaskRecordPage, type TaskStore } from '../task-store.js';
import { fromCursor, toPage } from '../tasks/task-cursor.js';
import { TASK_COLUMNS } from '../tasks/task-columns.js';
import type { PostgresSignals } from './postgres-signals.js';

type Row = Record<string, unknown>;

/** Which tasks count as their owner's; an index holds them, and serves who asks in the same words. */
const UNFINISHED = `kind = 'tool' AND status IN ('working', 'input_required')`;

/** Keeps tasks in PostgreSQL, for any number of machines. A change and the hint of it are one statement. */
export class PostgresTaskStore implements TaskStore {
  private readonly table: string;
  private readonly logTable: string;
  private readonly statements = new Map<string, string>();

  /** @param prefix of its tables, which {@link taskSchema} makes */
  constructor(
    private readonly pool: Pool,
    prefix: string,
    private readonly signals: PostgresSignals,
  ) {
    this.table = `${prefix}_task`;
    this.logTable = `${prefix}_task_log`;
  }

  async insert(record: TaskRecord): Promise<string | undefined> {
    const names = TASK_COLUMNS.map(quoted).join(', ');
    const places = TASK_COLUMNS.map((_, i) => `$${i + 1}`).join(', ');
    const { rowCount } = await this.pool.query({
      name: `${this.table} insert`,
      text: `INSERT INTO ${this.table} (${names}) VALUES (${places}) ON CONFLICT DO NOTHING`,
      values: TASK_COLUMNS.map((name) => record[name]),
    });
    if (rowCount === 1) return undefined;
    const { rows } = await this.pool.query<{ id: string }>(
      `SELECT id FROM ${this.table} WHERE id = $1 OR "unique" = $2`,
      [record.id, record.unique],
    );
    return rows[0] ? rows[0].id : this.insert(record); // it ended in between
  }

  async read(id: string): Promise<TaskRecord | undefined> {
    const { rows } = await this.pool.query<Row>({
      name: `${this.table} read`,
      text: `SELECT * FROM ${this.table} WHERE id = $1`,
      values: [id],
    });
    return rows[0] && toRecord(rows[0]);
  }

  async update(id: string, version: number, changes: TaskChanges, tell: boolean): Promise<boolean> {
    const names = Object.keys(changes) as (keyof TaskChanges)[];
    const assignments = names.map((name, i) => `, ${quoted(name)} = $${i + 3}`).join('');
    const values = [id, version, ...names.map((name) => changes[name])];
    const change = `UPDATE ${this.table} SET version = version + 1${assignments} WHERE id = $1 AND version = $2`;
    const name = this.statement(`${String(tell)} ${names.join()}`);
    if (!tell) return (await this.pool.query({ name, text: change, values })).rowCount === 1;
    const [channel, payload] = [values.length + 1, values.length + 2];
    const { rowCount } = await this.pool.query({
      name,
      text: `WITH changed AS (${change} RETURNING id) SELECT pg_notify($${channel}, $${payload}) FROM changed`,
      values: [...values, this.signals.channel, this.signals.payload(taskTopic(id))],
    });
    if (rowCount === 1) this.signals.tellHere(taskTopic(id));
    return rowCount === 1;
  }

  async list(owner: string, limit: number, from?: string): Promise<TaskRecordPage> {
    const { created, id } = fromCursor(from);
    const { rows } = await this.pool.query<Row>(
      `SELECT * FROM ${this.table} WHERE kind = 'tool' AND owner = $1 AND (created, id) < ($2, $3)
       ORDER BY created DESC, id DESC LIMIT $4`,
      [owner, created, id, limit + 1],
    );
    return toPage(rows.map(toRecord), limit);
  }

  async unfinished(owner: string, limit: number): Promise<number> {
    const found = `SELECT 1 FROM ${this.table} WHERE owner = $1 AND ${UNFINISHED} LIMIT $2`;
    const { rows } = await this.pool.query<{ count: string }>({
      name: `${this.table} unfinished`,
      text: `SELECT count(*) AS count FROM (${found}) AS found`,
      values: [owner, limit],
    });
    return Number(rows[0]!.count);
  }

  async overdue(before: number, limit: number): Promise<readonly TaskRecord[]> {
    const sql = `SELECT * FROM ${this.table} WHERE due < $1 ORDER BY due LIMIT $2`;
    return (await this.pool.query<Row>(sql, [before, limit])).rows.map(toRecord);
  }

  async expired(before: number, limit: number): Promise<readonly TaskRecord[]> {
    const sql = `SELECT * FROM ${this.table} WHERE expires < $1 ORDER BY expires LIMIT $2`;
    return (await this.pool.query<Row>(sql, [before, limit])).rows.map(toRecord);
  }

  async latest(limit: number): Promise<readonly TaskRecord[]> {
    const sql = `SELECT * FROM ${this.table} ORDER BY expires DESC LIMIT $1`;
    return (await this.pool.query<Row>(sql, [limit])).rows.map(toRecord);
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.pool.query(`DELETE FROM ${this.logTable} WHERE task = ANY($1)`, [ids]);
    await this.pool.query(`DELETE FROM ${this.table} WHERE id = ANY($1)`, [ids]);
  }

  async appendLog(id: string, { time, level, text }: TaskLogEntry): Promise<void> {
    const sql = `INSERT INTO ${this.logTable} (task, time, level, text) VALUES ($1, $2, $3, $4) RETURNING position`;
    const { rows } = await this.pool.query<{ position: string }>(sql, [id, time, level, text]);
    if (Number(rows[0]!.position) % 16 > 0) return; // now and then is often enough
    await this.pool.query(
      `DELETE FROM ${this.logTable} WHERE task = $1 AND position NOT IN
       (SELECT position FROM ${this.logTable} WHERE task = $1 ORDER BY position DESC LIMIT ${MAX_LOG})`,
      [id],
    );
  }

  async logs(id: string): Promise<readonly TaskLogEntry[]> {
    const { rows } = await this.pool.query<{ time: string; level: string; text: string }>(
      `SELECT time, level, text FROM ${this.logTable} WHERE task = $1 ORDER BY position DESC LIMIT ${MAX_LOG}`,
      [id],
    );
    return rows.map(({ time, level, text }) => ({ time: Number(time), level, text })).reverse();
  }

  watch(id: string, listener: () => void): () => void {
    return this.signals.listen(taskTopic(id), listener);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** A short name for a kind of change, under which the server keeps its plan. */
  private statement(kind: string): string {
    let name = this.statements.get(kind);
    if (name === undefined) this.statements.set(kind, (name = `${this.table} ${this.statements.size}`));
    return name;
  }
}

/** The tables of a {@link PostgresTaskStore}. */
export function taskSchema(prefix: string): string {
  const table = `${prefix}_task`;
  return `
    CREATE TABLE IF NOT EXISTS ${table} (
      id text PRIMARY KEY, version integer NOT NULL, kind text NOT NULL, name text NOT NULL, owner text NOT NULL,
      lane text NOT NULL, priority integer NOT NULL, status text NOT NULL, input text NOT NULL, journal text,
      questions text, outcome text, done double precision, total double precision, message text,
      run integer NOT NULL, attempt integer NOT NULL, failures integer NOT NULL, holder text, due bigint,
      "unique" text UNIQUE, created bigint NOT NULL, updated bigint NOT NULL, expires bigint NOT NULL, ttl bigint NOT NULL
    );
    CREATE INDEX IF NOT EXISTS ${table}_due ON ${table} (due) WHERE due IS NOT NULL;
    CREATE INDEX IF NOT EXISTS ${table}_expires ON ${table} (expires);
    CREATE INDEX IF NOT EXISTS ${table}_owner ON ${table} (owner, created, id) WHERE kind = 'tool';
    CREATE INDEX IF NOT EXISTS ${table}_unfinished ON ${table} (owner) WHERE ${UNFINISHED};
    CREATE TABLE IF NOT EXISTS ${table}_log (
      position bigserial PRIMARY KEY, task text NOT NULL, time bigint NOT NULL, level text NOT NULL, text text NOT NULL
    );
    CREATE INDEX IF NOT EXISTS ${table}_log_task ON ${table}_log (task, position);
  `;
}

/** `unique` is a word of the language. */
function quoted(name: string): string {
  return `"${name}"`;
}

const big: ReadonlySet<string> = new Set(['due', 'created', 'updated', 'expires', 'ttl']);

/** The driver gives 64-bit numbers as text; times and durations fit into a double. */
function toRecord(row: Row): TaskRecord {
  const entries = TASK_COLUMNS.map((name) => {
    const value = row[name];
    return [name, big.has(name) && value !== null ? Number(value) : value];
  });
  return Object.fromEntries(entries) as TaskRecord;
}
