import type { JobId, JobParameters } from 'agenda';
import type { SqliteValue } from '../../storage/sqlite.js';

/** How a property of an Agenda job is kept in a column. */
interface Column {
  readonly property: keyof JobParameters;
  readonly column: string;
  readonly type: 'text' | 'number' | 'date' | 'flag' | 'json';
}

/** Every property Agenda gives a job, but its id. */
export const columns = [
  { property: 'name', column: 'name', type: 'text' },
  { property: 'priority', column: 'priority', type: 'number' },
  { property: 'type', column: 'type', type: 'text' },
  { property: 'nextRunAt', column: 'next_run_at', type: 'date' },
  { property: 'lockedAt', column: 'locked_at', type: 'date' },
  { property: 'lastRunAt', column: 'last_run_at', type: 'date' },
  { property: 'lastFinishedAt', column: 'last_finished_at', type: 'date' },
  { property: 'failedAt', column: 'failed_at', type: 'date' },
  { property: 'failCount', column: 'fail_count', type: 'number' },
  { property: 'failReason', column: 'fail_reason', type: 'text' },
  { property: 'progress', column: 'progress', type: 'number' },
  { property: 'repeatInterval', column: 'repeat_interval', type: 'json' },
  { property: 'repeatTimezone', column: 'repeat_timezone', type: 'text' },
  { property: 'repeatAt', column: 'repeat_at', type: 'text' },
  { property: 'disabled', column: 'disabled', type: 'flag' },
  { property: 'fork', column: 'fork', type: 'flag' },
  { property: 'data', column: 'data', type: 'json' },
  { property: 'debounceStartedAt', column: 'debounce_started_at', type: 'date' },
  { property: 'startDate', column: 'start_date', type: 'date' },
  { property: 'endDate', column: 'end_date', type: 'date' },
  { property: 'skipDays', column: 'skip_days', type: 'json' },
  { property: 'lastModifiedBy', column: 'last_modified_by', type: 'text' },
] as const satisfies readonly Column[];

/** The state of a run, which Agenda saves apart from what a job is. */
export const stateProperties = [
  'lockedAt',
  'nextRunAt',
  'lastRunAt',
  'lastFinishedAt',
  'failedAt',
  'failCount',
  'failReason',
  'progress',
  'lastModifiedBy',
] as const satisfies readonly (keyof JobParameters)[];

/** What a job is. */
export const configProperties = columns
  .map(({ property }) => property)
  .filter(
    (property) =>
      property === 'nextRunAt' ||
      property === 'lastModifiedBy' ||
      !(stateProperties as readonly string[]).includes(property),
  );

const byProperty = new Map<string, Column>(columns.map((column) => [column.property, column]));

/** The column of a property; `undefined` for what is no property of a job. */
export function columnOf(property: string): string | undefined {
  return property === '_id' ? 'id' : byProperty.get(property)?.column;
}

/** A property's value as its column keeps it. */
export function toColumn(property: keyof JobParameters, value: unknown): SqliteValue {
  const type = byProperty.get(property)?.type;
  if (type === 'flag') return value ? 1 : 0;
  if (value === undefined || value === null) return null;
  if (type === 'date') return new Date(value as Date).getTime();
  return type === 'json' ? JSON.stringify(value) : (value as SqliteValue);
}

/** A row as Agenda knows a job; whatever else a driver adds to a row is left out. */
export function toJob(row: Readonly<Record<string, SqliteValue>>): JobParameters & { _id: JobId } {
  const job: Record<string, unknown> = { _id: row['id'] };
  for (const { property, column, type } of columns) {
    const value = row[column];
    if (type === 'flag') job[property] = value === 1;
    else if (value === null || value === undefined)
      job[property] = property === 'nextRunAt' ? null : undefined;
    else if (type === 'date') job[property] = new Date(Number(value));
    else job[property] = type === 'json' ? (JSON.parse(value as string) as unknown) : value;
  }
  return job as unknown as JobParameters & { _id: JobId };
}
