/** Whether a value is what a schema asks for. */
export type Check = (value: unknown) => boolean;

/** What turns a subschema into a check. */
export interface CheckCompiler {
  /** @throws LeftToAjv */
  compile(schema: unknown): Check;
}

/** Thrown for a schema that is one for ajv: with a keyword that is rare among tools' schemas, or malformed. */
export class LeftToAjv extends Error {}

/** All of the checks; the short lists, which are the usual ones, without a loop. */
export function all(checks: readonly Check[]): Check {
  const [first, second, third] = checks;
  if (!first) return () => true;
  if (!second) return first;
  if (!third) return (value) => first(value) && second(value);
  if (checks.length === 3) return (value) => first(value) && second(value) && third(value);
  return (value) => {
    for (const check of checks) if (!check(value)) return false;
    return true;
  };
}

/** One of the checks, or more. */
export function any(checks: readonly Check[]): Check {
  return (value) => {
    for (const check of checks) if (check(value)) return true;
    return false;
  };
}

/** One of the checks and no other. */
export function exactlyOne(checks: readonly Check[]): Check {
  return (value) => {
    let matches = 0;
    for (const check of checks) if (check(value) && ++matches > 1) return false;
    return matches === 1;
  };
}
