import type { ContentBlock } from './content.js';

const brand = Symbol.for('portico.content');

/** Marks a block as content, so that a handler's plain data of the same shape is never taken for it. */
export function brandContent<B extends ContentBlock>(block: B): B {
  return Object.defineProperty(block, brand, { value: true });
}

export function isContent(value: unknown): value is ContentBlock {
  return typeof value === 'object' && value !== null && brand in value;
}
