import type {
  JobId,
  JobParameters,
  JobRepository,
  JobRepositoryOptions,
  JobsOverview,
  JobsQueryOptions,
  JobsResult,
  JobState,
  JobWithState,
  RemoveJobsOptions,
} from 'agenda';
import type { SqliteDatabase, SqliteStatement, SqliteValue } from '../../storage/sqlite.js';
import type { GroupCommit } from './group-commit.js';
import { jobFilter, matchesData } from './job-filter.js';
import { columnOf, stateProperties, toColumn, toJob } from './job-row.js';
import { SqliteJobSaver } from './sqlite-job-saver.js';

type StateOf = (job: JobParameters, now?: Date) => JobState;

/** Agenda's jobs in SQLite. What several processes could do at once is one statement, or one transaction. */
export class SqliteJobRepository implements JobRepository {
  private readonly prepared = new Map<string, SqliteStatement>();
  private readonly saver: SqliteJobSaver;

  /** @param stateOf Agenda's own reading of a job's dates */
  constructor(
    private readonly database: SqliteDatabase,
    private readonly writes: GroupCommit,
    private readonly table: string,
    private readonly stateOf: StateOf,
  ) {
    this.saver = new SqliteJobSaver(table, (sql) => this.prepare(sql));
  }

  async connect(): Promise<void> {
    this.database.exec(jobSchema(this.table));
  }

  async queryJobs(options: JobsQueryOptions = {}): Promise<JobsResult> {
    const { state, sort, skip = 0, limit = 0 } = options;
    const now = new Date();
    const jobs = this.find(options, orderOf(sort))
      .map((job): JobWithState => ({ ...job, state: this.stateOf(job, now) }))
      .filter((job) => !state || (state === 'paused' ? job.disabled === true : job.state === state));
    return { jobs: jobs.slice(skip, limit > 0 ? skip + limit : undefined), total: jobs.length };
  }

  async getJobsOverview(): Promise<JobsOverview[]> {
    const now = new Date();
    const names = await this.getDistinctJobNames();
    return names.map((name) => {
      const overview = {
        total: 0,
        running: 0,
        scheduled: 0,
        queued: 0,
        completed: 0,
        failed: 0,
        repeating: 0,
        paused: 0,
      };
      for (const job of this.find({ name }, 'rowid')) {
        overview.total++;
        overview[this.stateOf(job, now)]++;
        if (job.disabled) overview.paused++;
      }
      return { name, ...overview };
    });
  }

  async getDistinctJobNames(): Promise<string[]> {
    const rows = this.prepare(`SELECT DISTINCT name FROM ${this.table} ORDER BY name`).all();
    return rows.map(({ name }) => String(name));
  }

  async getJobById(id: string): Promise<JobParameters | null> {
    const row = this.prepare(`SELECT * FROM ${this.table} WHERE id = ?`).get(id);
    return row ? toJob(row) : null;
  }

  async getQueueSize(): Promise<number> {
    const sql = `SELECT count(*) AS size FROM ${this.table} WHERE next_run_at < ?`;
    return Number(this.prepare(sql).get(Date.now())!['size']);
  }

  async removeJobs(options: RemoveJobsOptions): Promise<number> {
    return this.writes.write(() => this.forEach(options, `DELETE FROM ${this.table}`));
  }

  async disableJobs(options: RemoveJobsOptions): Promise<number> {
    return this.writes.write(() => this.forEach(options, `UPDATE ${this.table} SET disabled = 1`));
  }

  async enableJobs(options: RemoveJobsOptions): Promise<number> {
    return this.writes.write(() => this.forEach(options, `UPDATE ${this.table} SET disabled = 0`));
  }

  async purgeAllJobs(): Promise<number> {
    return this.run(`DELETE FROM ${this.table}`);
  }

  async saveJob<DATA>(
    job: JobParameters<DATA>,
    options?: JobRepositoryOptions,
  ): Promise<JobParameters<DATA>> {
    const saved = await this.writes.write(() => this.saver.save(job, options?.lastModifiedBy));
    return saved as JobParameters<DATA>;
  }

  async saveJobState(job: JobParameters, options?: JobRepositoryOptions): Promise<void> {
    const state = { ...job, lastModifiedBy: options?.lastModifiedBy } as JobParameters;
    const set = stateProperties.map((name) => `${columnOf(name)!} = ?`).join(', ');
    const values = stateProperties.map((property) => toColumn(property, state[property]));
    const changes = await this.run(
      `UPDATE ${this.table} SET ${set} WHERE id = ? AND name = ?`,
      ...values,
      String(job._id),
      job.name,
    );
    if (changes !== 1)
      throw new Error(
        `job ${job._id} (name: ${job.name}) cannot be updated in the database, maybe it does not exist anymore?`,
      );
  }

  async lockJob(job: JobParameters, options?: JobRepositoryOptions): Promise<JobParameters | undefined> {
    const sql = `UPDATE ${this.table} SET locked_at = ?, last_modified_by = ?
      WHERE id = ? AND name = ? AND locked_at IS NULL AND next_run_at IS ? AND disabled = 0 RETURNING *`;
    const at = toColumn('nextRunAt', job.nextRunAt);
    const by = options?.lastModifiedBy ?? null;
    const row = await this.writes.write(() =>
      this.prepare(sql).get(Date.now(), by, String(job._id), job.name, at),
    );
    return row && toJob(row);
  }

  /** Only what has a time to run is unlocked; what has none is being run. */
  async unlockJob(job: JobParameters): Promise<void> {
    const sql = `UPDATE ${this.table} SET locked_at = NULL WHERE id = ? AND next_run_at IS NOT NULL`;
    await this.run(sql, String(job._id));
  }

  async unlockJobs(ids: readonly (JobId | string)[]): Promise<void> {
    for (const id of ids)
      await this.run(`UPDATE ${this.table} SET locked_at = NULL WHERE id = ?`, String(id));
  }

  /** First what waits, the longest first; then what a process that died left locked. Looking alone locks no file. */
  async getNextJobToRun(
    name: string,
    nextScanAt: Date,
    lockDeadline: Date,
    now: Date = new Date(),
    options?: JobRepositoryOptions,
  ): Promise<JobParameters | undefined> {
    const by = options?.lastModifiedBy ?? null;
    const claims = [
      ['locked_at IS NULL AND next_run_at <= ?', 'next_run_at, priority DESC', nextScanAt.getTime()],
      ['locked_at <= ?', 'locked_at', lockDeadline.getTime()],
    ] as const;
    for (const [condition, order, time] of claims) {
      const find = `SELECT id FROM ${this.table} WHERE name = ? AND disabled = 0 AND ${condition} ORDER BY ${order} LIMIT 1`;
      if (!this.prepare(find).get(name, time)) continue;
      const claim = `UPDATE ${this.table} SET locked_at = ?, last_modified_by = ? WHERE id = (${find}) RETURNING *`;
      const row = await this.writes.write(() => this.prepare(claim).get(now.getTime(), by, name, time));
      if (row) return toJob(row);
    }
    return undefined;
  }

  private find(options: JobsQueryOptions & RemoveJobsOptions, order: string) {
    const { sql, values } = jobFilter(options);
    const rows = this.prepare(`SELECT * FROM ${this.table}${sql && ` WHERE ${sql}`} ORDER BY ${order}`).all(
      ...values,
    );
    const jobs = rows.map(toJob);
    return options.data === undefined ? jobs : jobs.filter((job) => matchesData(job.data, options.data));
  }

  /** Asking for nothing in particular changes nothing. */
  private forEach(options: RemoveJobsOptions, change: string): number {
    const { sql, values } = jobFilter(options);
    if (options.data === undefined)
      return sql ? Number(this.prepare(`${change} WHERE ${sql}`).run(...values).changes) : 0;
    const jobs = this.find(options, 'rowid');
    for (const { _id } of jobs) this.prepare(`${change} WHERE id = ?`).run(_id);
    return jobs.length;
  }

  private async run(sql: string, ...values: SqliteValue[]): Promise<number> {
    return this.writes.write(() => Number(this.prepare(sql).run(...values).changes));
  }

  private prepare(sql: string): SqliteStatement {
    let statement = this.prepared.get(sql);
    if (!statement) this.prepared.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}

function orderOf(sort: JobsQueryOptions['sort']): string {
  const terms = Object.entries(sort ?? {}).flatMap(([property, direction]) => {
    const column = columnOf(property);
    return column === undefined ? [] : [`${column} ${direction === 'asc' ? 'ASC' : 'DESC'} NULLS LAST`];
  });
  return terms.length > 0 ? terms.join(', ') : 'next_run_at DESC NULLS LAST, last_run_at DESC NULLS LAST';
}

function jobSchema(table: string): string {
  return `
    CREATE TABLE IF NOT EXISTS ${table} (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, priority INTEGER NOT NULL DEFAULT 0, type TEXT NOT NULL DEFAULT 'normal',
      next_run_at INTEGER, locked_at INTEGER, last_run_at INTEGER, last_finished_at INTEGER, failed_at INTEGER,
      fail_count INTEGER, fail_reason TEXT, progress REAL, repeat_interval TEXT, repeat_timezone TEXT, repeat_at TEXT,
      disabled INTEGER NOT NULL DEFAULT 0, fork INTEGER NOT NULL DEFAULT 0, data TEXT, debounce_started_at INTEGER,
      start_date INTEGER, end_date INTEGER, skip_days TEXT, last_modified_by TEXT
    );
    CREATE INDEX IF NOT EXISTS ${table}_waiting ON ${table} (name, next_run_at, priority DESC)
      WHERE locked_at IS NULL AND next_run_at IS NOT NULL;
    CREATE INDEX IF NOT EXISTS ${table}_locked ON ${table} (name, locked_at) WHERE locked_at IS NOT NULL;
    CREATE UNIQUE INDEX IF NOT EXISTS ${table}_single ON ${table} (name) WHERE type = 'single';
  `;
}
