import type { Class } from '../../common/class.js';
import { classTransformer, knowsDecorators, shapesOutput } from './class-transformer.js';

/**
 * A value as it goes out: instances of classes with `@Exclude`, `@Expose` or `@Transform` are shaped by class-transformer,
 * wherever they stand in it. What no schema is declared for must not say more than what one is declared for. Everything else
 * is the same object as before.
 */
export function shapeInstances(value: unknown): unknown {
  return knowsDecorators() ? shape(value, new Set()) : value;
}

/** @param around what the value stands in; a circle is for others to refuse */
function shape(value: unknown, around: Set<object>): unknown {
  if (typeof value !== 'object' || value === null || around.has(value) || writesItself(value)) return value;
  const names = Array.isArray(value) ? [] : Object.keys(value);
  const prototype = Object.getPrototypeOf(value) as { constructor?: unknown } | null;
  const type = prototype === Object.prototype ? undefined : prototype?.constructor;
  if (typeof type === 'function' && !Array.isArray(value) && shapesOutput(type as Class, names))
    return classTransformer().instanceToPlain(value, { enableCircularCheck: true });
  around.add(value);
  const shaped = Array.isArray(value) ? shapeItems(value, around) : shapeProperties(value, names, around);
  around.delete(value);
  return shaped;
}

function shapeItems(items: readonly unknown[], around: Set<object>): readonly unknown[] {
  const shaped = items.map((item) => shape(item, around));
  return shaped.some((item, i) => item !== items[i]) ? shaped : items;
}

function shapeProperties(value: object, names: readonly string[], around: Set<object>): object {
  const entries = names.map((name) => [name, shape(value[name as keyof object], around)] as const);
  return entries.some(([name, item]) => item !== value[name as keyof object])
    ? Object.fromEntries(entries)
    : value;
}

/** Dates, buffers and the like say themselves what becomes of them. */
function writesItself(value: object): boolean {
  return ArrayBuffer.isView(value) || typeof (value as { toJSON?: unknown }).toJSON === 'function';
}
