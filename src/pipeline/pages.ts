import { RequestFault } from './request-fault.js';

/** One page of a list, and the way to the next. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

/**
 * Cuts a list into pages. A cursor names the last item of the page before, so it stays valid when other items come or go.
 *
 * @param size how many items a page has; absent: all
 * @throws RequestFault for a cursor that this list did not give
 */
export function page<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  cursor: unknown,
  size: number | undefined,
): Page<T> {
  const start = cursor === undefined ? 0 : startAfter(items, keyOf, cursor);
  if (size === undefined && start === 0) return { items };
  const end = size === undefined ? items.length : start + size;
  const last = items[end - 1];
  return {
    items: items.slice(start, end),
    ...(end < items.length && last !== undefined && { nextCursor: encode(keyOf(last)) }),
  };
}

function startAfter<T>(items: readonly T[], keyOf: (item: T) => string, cursor: unknown): number {
  const key = typeof cursor === 'string' ? decode(cursor) : undefined;
  const index = key === undefined ? -1 : items.findIndex((item) => keyOf(item) === key);
  if (index === -1) throw new RequestFault('invalid-params', 'Invalid cursor');
  return index + 1;
}

const PREFIX = 'after:';

function encode(key: string): string {
  return Buffer.from(PREFIX + key).toString('base64url');
}

function decode(cursor: string): string | undefined {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  return text.startsWith(PREFIX) ? text.slice(PREFIX.length) : undefined;
}
