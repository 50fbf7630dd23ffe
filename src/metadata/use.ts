import { MetadataKey } from '../common/metadata-key.js';
import type { AbstractClass, Class } from '../common/class.js';

/** What stands around a handler: classes from the container, or functions. */
export interface Uses {
  readonly guards?: readonly (Class | AnyFunction)[];
  readonly interceptors?: readonly (Class | AnyFunction)[];
  readonly filters?: readonly (Class | AnyFunction)[];
  readonly pipes?: readonly (Class | AnyFunction)[];
}

export type AnyFunction = (...args: never[]) => unknown;

const onClass = new MetadataKey<Uses>('class-uses');
const onMethod = new MetadataKey<Uses>('method-uses');

/** A decorator for a module, a class with components, or one method. */
export type UseDecorator = (target: AbstractClass | object, method?: string) => void;

/** The one decorator behind `@UseGuards`, `@UseInterceptors`, `@UseFilters` and `@UsePipes`: it only collects, in the order read. */
export function useDecorator(uses: Uses): UseDecorator {
  return (target, method) => {
    if (method === undefined) onClass.set(target, merge(uses, onClass.own(target)));
    else onMethod.set(target, merge(uses, onMethod.own(target, method)), method);
  };
}

/** What was recorded on a module or a class. */
export function classUses(type: object): Uses {
  return onClass.get(type) ?? {};
}

/** What was recorded on a method. */
export function methodUses(prototype: object, method: string): Uses {
  return onMethod.get(prototype, method) ?? {};
}

/** Decorators run from the last to the first, so what comes later stands further out. */
function merge(outer: Uses, inner: Uses = {}): Uses {
  return {
    guards: [...(outer.guards ?? []), ...(inner.guards ?? [])],
    interceptors: [...(outer.interceptors ?? []), ...(inner.interceptors ?? [])],
    filters: [...(outer.filters ?? []), ...(inner.filters ?? [])],
    pipes: [...(outer.pipes ?? []), ...(inner.pipes ?? [])],
  };
}
