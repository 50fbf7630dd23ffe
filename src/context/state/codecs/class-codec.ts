import type { StateCodec } from './codec.js';

/**
 * A codec for a class whose instances are their own properties, as DTO classes are: they are stored, and put onto a new
 * instance without calling the constructor. What lies in `#private` fields is not stored: such a class needs a
 * {@link StateCodec} of its own.
 *
 * @param name what is stored for the class; give one where the class may be renamed while values are kept
 * @example
 * ```ts
 * const app = await PorticoFactory.create(AppModule, {
 *   name: 'shop', version: '1.0.0', state: { codecs: [classCodec(Cart), classCodec(CartLine)] },
 * });
 * await ctx.setState('cart', cart);
 * (await ctx.getState<Cart>('cart')) instanceof Cart; // true
 * ```
 */
export function classCodec<T extends object>(
  type: { readonly prototype: T; readonly name: string },
  name: string = type.name,
): StateCodec<T> {
  return {
    name,
    type,
    encode: (value) => ({ ...value }),
    decode: (data) => Object.assign(Object.create(type.prototype) as T, data),
  };
}
