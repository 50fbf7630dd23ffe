/* What a JSON value looks like where the engine would surely accept it, and hand it on as it is. */

export type Json = Readonly<Record<string, unknown>>;
export type Check = (value: unknown) => boolean;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The engine copies such an object, and drops what could change its prototype. */
export function isPlain(value: unknown): value is Json {
  return isObject(value) && !Object.hasOwn(value, '__proto__');
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isTruth(value: unknown): boolean {
  return typeof value === 'boolean';
}

export function isEmpty(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

/** An object with any members, as JSON has them. */
export function isPlainDeep(value: unknown): boolean {
  return isPlain(value) && Object.values(value).every(isPlainValue);
}

function isPlainValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlainValue);
  if (typeof value === 'object' && value !== null) return isPlainDeep(value);
  return typeof value !== 'number' || Number.isFinite(value); // 1e999 can be written, too
}

/** Whether an object has no other members than these, each of its form. */
export function hasOnly(value: unknown, checks: Readonly<Record<string, Check>>): boolean {
  if (!isObject(value)) return false;
  for (const key in value) if (!Object.hasOwn(checks, key) || !checks[key]!(value[key])) return false;
  return true;
}
