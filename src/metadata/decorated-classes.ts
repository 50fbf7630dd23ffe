import type { Class } from '../common/class.js';

/** Every class that carries a component or is a job, so that one no module lists can be told. */
const decorated = new Set<WeakRef<object>>();

export function noteDecorated(type: object): void {
  decorated.add(new WeakRef(type));
}

/** For a class of Portico's own, which no module of an application lists. */
export function forgetDecorated(type: object): void {
  for (const reference of decorated) if (reference.deref() === type) decorated.delete(reference);
}

/** The names of the decorated classes that are not among the listed ones. */
export function unlistedClasses(listed: ReadonlySet<object>): string[] {
  const names = new Set<string>();
  for (const reference of decorated) {
    const type = reference.deref();
    if (type && !listed.has(type)) names.add((type as Class).name);
  }
  return [...names];
}
