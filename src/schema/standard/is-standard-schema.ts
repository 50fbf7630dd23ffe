import type { StandardSchemaV1 } from './standard-schema.js';

/** Whether something offers the Standard Schema interface; for some libraries it is a function. */
export function isStandardSchema(source: unknown): source is StandardSchemaV1 {
  if ((typeof source !== 'object' && typeof source !== 'function') || source === null) return false;
  const standard: unknown = '~standard' in source ? source['~standard'] : undefined;
  return (
    typeof standard === 'object' &&
    standard !== null &&
    typeof (standard as { validate?: unknown }).validate === 'function'
  );
}
