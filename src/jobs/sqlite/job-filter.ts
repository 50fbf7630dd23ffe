import type { JobsQueryOptions, RemoveJobsOptions } from 'agenda';
import type { SqliteValue } from '../../storage/sqlite.js';

/** A condition and what it is about. */
export interface Where {
  readonly sql: string;
  readonly values: readonly SqliteValue[];
}

/**
 * The condition for what Agenda asks for, as its own backends read it: an id comes before a list of ids, a name before a
 * list, a list before an exclusion. Data is compared elsewhere, by {@link matchesData}.
 */
export function jobFilter(options: JobsQueryOptions & RemoveJobsOptions): Where {
  const { id, ids, name, names, notNames, search, includeDisabled = true } = options;
  const terms: Where[] = [];
  if (id) terms.push({ sql: 'id = ?', values: [String(id)] });
  else if (ids && ids.length > 0) terms.push(oneOf('id', ids.map(String)));
  if (name) terms.push({ sql: 'name = ?', values: [name] });
  else if (names && names.length > 0) terms.push(oneOf('name', names));
  else if (notNames && notNames.length > 0) {
    const { sql, values } = oneOf('name', notNames);
    terms.push({ sql: `NOT (${sql})`, values });
  }
  if (search) terms.push({ sql: 'instr(lower(name), lower(?)) > 0', values: [search] });
  if (!includeDisabled) terms.push({ sql: 'disabled = 0', values: [] });
  return { sql: terms.map(({ sql }) => sql).join(' AND '), values: terms.flatMap(({ values }) => values) };
}

/** Whether data holds everything that a part asks for, at any depth. */
export function matchesData(data: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return data === part;
  if (typeof data !== 'object' || data === null) return false;
  if (Array.isArray(part))
    return Array.isArray(data) && part.every((item) => data.some((other) => matchesData(other, item)));
  return Object.entries(part).every(
    ([key, value]) => Object.hasOwn(data, key) && matchesData((data as Record<string, unknown>)[key], value),
  );
}

function oneOf(column: string, values: readonly string[]): Where {
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, values };
}
