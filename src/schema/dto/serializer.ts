import { classTransformer, shapesOutput } from './class-transformer.js';
import type { DtoModel } from './dto-model.js';
import { isNode } from '../json/node.js';

/**
 * How values of a DTO class go out: through class-transformer where `@Expose`, `@Exclude` or `@Transform` shape
 * them, as they are where nothing does. A plain object is given the class first, so that what the class excludes
 * stays excluded whatever the handler returned.
 */
export function serializerOf({ root, classes }: DtoModel): (value: unknown) => unknown {
  const isShaped = classes.some(({ type, names }) => shapesOutput(type, names));
  if (!isShaped) return (value) => value;
  const { instanceToPlain } = classTransformer();
  const prototype = root.type.prototype as object;
  const asInstance = (value: unknown): unknown =>
    isNode(value) && isPlain(value) ? Object.assign(Object.create(prototype) as object, value) : value;
  return (value) =>
    isNode(value) ? instanceToPlain(asInstance(value), { enableCircularCheck: true }) : value;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
