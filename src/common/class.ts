/** A class that can be constructed; its constructor parameters are of no interest to the one who holds it. */
export type Class<T = object> = new (...args: never[]) => T;

/** A class as decorators see it: abstract ones included. */
export type AbstractClass<T = object> = abstract new (...args: never[]) => T;

/** Whether a value can be used as a class (every constructible function counts). */
export function isClass(value: unknown): value is Class {
  return typeof value === 'function' && typeof value.prototype === 'object' && value.prototype !== null;
}
