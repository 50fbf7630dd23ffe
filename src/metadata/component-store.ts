import type { AbstractClass, Class } from '../common/class.js';
import { MetadataKey } from '../common/metadata-key.js';
import { noteDecorated } from './decorated-classes.js';
import { isJobClass } from './job-store.js';
import type { ComponentKind, ComponentRecord, MethodRecord } from './records.js';

const onClass = new MetadataKey<readonly ComponentRecord[]>('components');
const onMethods = new MetadataKey<readonly MethodRecord[]>('methods');

/** The method that answers when the decorator stands on the class. */
export const classMethod: Readonly<Record<ComponentKind, string>> = {
  tool: 'execute',
  resource: 'read',
  prompt: 'render',
};

/** Keeps what a component decorator says, on the class or for one of its methods. */
export function recordComponent(
  target: object,
  member: string | symbol | undefined,
  component: ComponentRecord,
): void {
  const owner = member === undefined ? target : target.constructor;
  noteDecorated(owner);
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
    isOnClass: true,
  }));
  return [...inherited.filter((record) => !overridden.has(record.method)), ...own, ...atClass];
}

/** Whether a component decorator stands on the class itself. */
export function isOnClass(type: object): boolean {
  return onClass.own(type) !== undefined;
}

/** Whether a value is a class with a component on it or on one of its methods, or a job. */
export function isComponentClass(value: unknown): value is Class {
  if (typeof value !== 'function') return false;
  return componentsOf(value as AbstractClass as Class).length > 0 || isJobClass(value);
}
