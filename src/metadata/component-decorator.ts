import type { AbstractClass } from '../common/class.js';
import { recordComponent } from './component-store.js';
import type { ComponentRecord } from './records.js';

type Method = (...args: never[]) => unknown;

/** A decorator for a method, or for a class that has the method `M`. */
export interface ComponentDecorator<M extends string> {
  <T extends AbstractClass<Record<M, Method>>>(target: T): void;
  <F extends Method>(target: object, method: string, descriptor: TypedPropertyDescriptor<F>): void;
}

/** The one decorator behind `@Tool`, `@Resource` and `@Prompt`: it only collects. */
export function componentDecorator<M extends string>(component: ComponentRecord): ComponentDecorator<M> {
  return (target: object, method?: string): void => recordComponent(target, method, component);
}
