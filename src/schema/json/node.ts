/** A JSON Schema object while it is being written. */
export type Node = Record<string, unknown>;

/** Whether a value is an object that is not an array: what a schema, or a member of one, has to be. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Values that mean the same in JSON Schema and in JavaScript's `===`. */
export type Scalar = string | number | boolean | null;

/** Whether a value is a JSON scalar. */
export function isScalar(value: unknown): value is Scalar {
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}

/** The `type` keyword that fits all of some scalars, where one does; `null` beside another type makes a pair. */
export function typeOfScalars(values: readonly Scalar[]): string | readonly string[] | undefined {
  const types = new Set(values.filter((value) => value !== null).map(typeOfScalar));
  if (types.size > 1) types.delete('integer');
  const [type] = types;
  if (type === undefined || types.size > 1 || !values.every((value) => value === null || fits(value, type)))
    return undefined;
  return values.includes(null) ? [type, 'null'] : type;
}

function typeOfScalar(value: Scalar): string {
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function fits(value: Scalar, type: string): boolean {
  return typeof value === type || typeOfScalar(value) === type;
}
