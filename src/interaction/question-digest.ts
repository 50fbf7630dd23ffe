import { createHash } from 'node:crypto';

/** A value as JSON with sorted keys: the same text for the same data, whatever the order it was built in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/** Identifies a question by what it asks, so that an answer is never given to another question. */
export function questionDigest(method: string, params: unknown): string {
  return createHash('sha256')
    .update(canonicalJson([method, params]))
    .digest('base64url');
}
