import { isScalar } from './node.js';

/**
 * A text that two JSON values share exactly when JSON Schema calls them equal: objects whatever the order of their
 * members, numbers by value.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const members = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(members).filter((key) => members[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(members[key])}`)
    .join(',')}}`;
}

/**
 * Finds two equal elements, in time that grows with the number of elements and not with its square.
 *
 * @returns their indexes, or `undefined` when all differ
 */
export function findDuplicate(elements: readonly unknown[]): readonly [number, number] | undefined {
  // Scalars and the texts that stand for objects are kept apart: the text "[1]" is not the array [1].
  const scalars = new Map<unknown, number>();
  const others = new Map<unknown, number>();
  for (const [i, element] of elements.entries()) {
    const seen = isScalar(element) ? scalars : others;
    const key = isScalar(element) ? element : canonical(element);
    const first = seen.get(key);
    if (first !== undefined) return [first, i];
    seen.set(key, i);
  }
  return undefined;
}

/** A test for being equal to one of some values. */
export function equalsOneOf(values: readonly unknown[]): (value: unknown) => boolean {
  const scalars = new Set<unknown>(values.filter(isScalar));
  const others = new Set(values.filter((value) => !isScalar(value)).map(canonical));
  if (others.size === 0) return (value) => scalars.has(value);
  return (value) => (isScalar(value) ? scalars.has(value) : others.has(canonical(value)));
}
