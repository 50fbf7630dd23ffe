import type { ContentBlock } from './content.js';

/** What extends it lays its private fields upon what it is given. */
class LaidUpon {
  constructor(block: object) {
    return block;
  }
}

/** A private field upon a block: no comparison, copy or JSON sees it, and it costs a fraction of a hidden property. */
class Brand extends LaidUpon {
  readonly #isContent = true;

  static isOn(value: object): value is ContentBlock {
    return #isContent in value;
  }
}

/** One for all copies of the package that share their globals: a block made by one is content to the others. */
const key = Symbol.for('portico.content');
const Shared = (globalThis as { readonly [key]?: typeof Brand })[key] ?? share(Brand);

/** Where the globals are sealed there is no second copy to share with either. */
function share(brand: typeof Brand): typeof Brand {
  Reflect.defineProperty(globalThis, key, { value: brand });
  return brand;
}

/** Marks a block as content, so that a handler's plain data of the same shape is never taken for it. */
export function brandContent<B extends ContentBlock>(block: B): B {
  return new Shared(block) as object as B;
}

export function isContent(value: unknown): value is ContentBlock {
  return typeof value === 'object' && value !== null && Shared.isOn(value);
}
