import { randomUUID } from 'node:crypto';
import type { JobParameters } from 'agenda';
import type { SqliteStatement, SqliteValue } from '../../storage/sqlite.js';
import { firstDebounce, nextDebounce } from './debounce.js';
import { matchesData } from './job-filter.js';
import { columnOf, type columns, configProperties as config, toColumn, toJob } from './job-row.js';

type Property = (typeof columns)[number]['property'];

/**
 * The four ways in which Agenda saves a job: again, as the only one of its name, as the only one like it, or anew. To be
 * called within a transaction, so that of two processes that look for the same job at once not both find none.
 */
export class SqliteJobSaver {
  constructor(
    private readonly table: string,
    private readonly prepare: (sql: string) => SqliteStatement,
  ) {}

  save(job: JobParameters, modifiedBy: string | undefined): JobParameters {
    const { _id, unique, uniqueOpts, ...rest } = job;
    const values = { ...rest, lastModifiedBy: modifiedBy } as JobParameters;
    if (_id) return this.update(String(_id), values) ?? job;
    if (job.type === 'single') return this.saveSingle(values);
    if (!unique) return this.insert(values);
    return this.saveUnique(values, unique, uniqueOpts ?? {});
  }

  private insert(job: JobParameters): JobParameters {
    const names = config.map((property) => columnOf(property)!);
    const sql = `INSERT INTO ${this.table} (id, ${names.join(', ')}) VALUES (?, ${names.map(() => '?').join(', ')})`;
    const id = randomUUID();
    const values = this.values(job, config);
    this.prepare(sql).run(id, ...values);
    const row: Record<string, SqliteValue> = { id };
    for (const [i, name] of names.entries()) row[name] = values[i]!;
    return toJob(row);
  }

  /** What was failed by hand is saved too. */
  private update(id: string, job: JobParameters): JobParameters | undefined {
    const given = (['failReason', 'failCount', 'failedAt'] as const).filter(
      (name) => job[name] !== undefined,
    );
    const set = [...config.filter((property) => property !== 'debounceStartedAt'), ...given];
    const sql = `UPDATE ${this.table} SET ${assignments(set)} WHERE id = ? AND name = ? RETURNING *`;
    const row = this.prepare(sql).get(...this.values(job, set), id, job.name);
    return row && toJob(row);
  }

  /** A time in the past does not bring forward what is planned: a repeated job is saved at each start. */
  private saveSingle(job: JobParameters): JobParameters {
    const names = config.map((property) => columnOf(property)!);
    const isProtected = job.nextRunAt !== null && job.nextRunAt <= new Date();
    const updates = names
      .filter((name) => name !== 'name' && name !== 'debounce_started_at')
      .map((name) =>
        name === 'next_run_at' && isProtected
          ? `next_run_at = COALESCE(${this.table}.next_run_at, excluded.next_run_at)`
          : `${name} = excluded.${name}`,
      );
    const sql = `INSERT INTO ${this.table} (id, ${names.join(', ')}) VALUES (?, ${names.map(() => '?').join(', ')})
      ON CONFLICT (name) WHERE type = 'single' DO UPDATE SET ${updates.join(', ')} RETURNING *`;
    return toJob(this.prepare(sql).get(randomUUID(), ...this.values(job, config))!);
  }

  private saveUnique(
    job: JobParameters,
    unique: Readonly<Record<string, unknown>>,
    { insertOnly, debounce }: NonNullable<JobParameters['uniqueOpts']>,
  ): JobParameters {
    const now = new Date();
    const there = this.findLike(job.name, unique);
    if (!there)
      return this.insert(debounce ? { ...job, ...set(firstDebounce(debounce, job.nextRunAt, now)) } : job);
    if (insertOnly && !debounce) return there;
    const { nextRunAt, debounceStartedAt } = debounce
      ? nextDebounce(debounce, there, now)
      : { nextRunAt: job.nextRunAt, debounceStartedAt: undefined };
    const sql = `UPDATE ${this.table} SET ${assignments(config)} WHERE id = ? RETURNING *`;
    const values = this.values({ ...job, ...set({ nextRunAt, debounceStartedAt }) }, config);
    return toJob(this.prepare(sql).get(...values, String(there._id))!);
  }

  /** @param unique paths of the job (`data.user.id`, `priority`) and the values they must have */
  private findLike(name: string, unique: Readonly<Record<string, unknown>>): JobParameters | undefined {
    const rows = this.prepare(`SELECT * FROM ${this.table} WHERE name = ? ORDER BY rowid`).all(name);
    return rows.map(toJob).find((job) =>
      Object.entries(unique).every(([path, value]) => {
        const [first, ...rest] = path.split('.');
        if (columnOf(first!) === undefined) throw new Error(`Invalid unique constraint field: "${path}"`);
        const found = rest.reduce<unknown>(
          (part, key) => (part as Record<string, unknown> | null | undefined)?.[key],
          (job as unknown as Record<string, unknown>)[first!],
        );
        return matchesData(found, value);
      }),
    );
  }

  private values(job: JobParameters, properties: readonly Property[]): SqliteValue[] {
    return properties.map((property) => toColumn(property, job[property]));
  }
}

function assignments(properties: readonly Property[]): string {
  return properties.map((property) => `${columnOf(property)!} = ?`).join(', ');
}

/** Absent is not the same as `undefined` to the compiler, but it is to the row. */
function set(values: {
  nextRunAt: Date | null;
  debounceStartedAt: Date | undefined;
}): Partial<JobParameters> {
  return values as Partial<JobParameters>;
}
