import type { AbstractClass, Class } from '../common/class.js';
import { MetadataKey } from '../common/metadata-key.js';
import type { ComponentKind, ComponentRecord, MethodRecord } from './records.js';

const onClass = new MetadataKey<readonly ComponentRecord[]>('components');
const onMethods = new MetadataKey<readonly MethodRecord[]>('methods');

/** The method that answers when the decorator stands on the class. */
export const classMethod: Readonly<Record<ComponentKind, string>> = {
  tool: 'execute',
  resource: 'read',
  prompt: 'render',
};

/** Every class that has a component, so that one no module lists can be told. */
const decorated = new Set<WeakRef<object>>();

/** Keeps what a component decorator says, on the class or for one of its methods. */
export function recordComponent(
  target: object,
  member: string | symbol | undefined,
  component: ComponentRecord,
): void {
  const owner = member === undefined ? target : target.constructor;
  decorated.add(new WeakRef(owner));
  if (member === undefined) {
    onClass.set(target, [...(onClass.own(target) ?? []), component]);
    return;
  }
  onMethods.set(owner, [...(onMethods.own(owner) ?? []), { method: String(member), component }]);
}

/** All components of a class: its own first by declaration, after those of the classes it extends. */
export function componentsOf(type: Class): readonly MethodRecord[] {
  const inherited: MethodRecord[] = [];
  const parent: unknown = Object.getPrototypeOf(type);
  if (typeof parent === 'function' && parent !== Function.prototype)
    inherited.push(...componentsOf(parent as Class));
  const own = onMethods.own(type) ?? [];
  const overridden = new Set(own.map((record) => record.method));
  const atClass = (onClass.own(type) ?? []).map((component) => ({
    method: classMethod[component.kind],
    component,
  }));
  return [...inherited.filter((record) => !overridden.has(record.method)), ...own, ...atClass];
}

/** Whether a value is a class with a component on it or on one of its methods. */
export function isComponentClass(value: unknown): value is Class {
  return typeof value === 'function' && componentsOf(value as AbstractClass as Class).length > 0;
}

/** The names of the classes with components on them that are not among the listed ones. */
export function unlistedComponents(listed: ReadonlySet<object>): string[] {
  const names = new Set<string>();
  for (const reference of decorated) {
    const type = reference.deref();
    if (type && !listed.has(type)) names.add((type as Class).name);
  }
  return [...names];
}
