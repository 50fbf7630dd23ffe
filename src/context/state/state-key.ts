import type { StateLifetime, StateReadOptions } from './state-options.js';

declare const valueType: unique symbol;

/** What a key says, whatever its type. */
export interface NamedKey {
  readonly name: string;
  readonly options: StateReadOptions & StateLifetime;
}

/** A name in the state, and the type of what is kept under it. Made by {@link stateKey}. */
export class StateKey<T> implements NamedKey {
  declare readonly [valueType]: (value: T) => T;

  /** @param options hold for every use of the key that does not say otherwise */
  constructor(
    readonly name: string,
    readonly options: StateReadOptions & StateLifetime = {},
  ) {}
}

/**
 * Gives a name in the state a type, once: reads, writes and updates by this key are checked against it.
 *
 * @example
 * ```ts
 * const cartKey = stateKey<Cart>('cart', { ttl: '2h', sliding: true });
 *
 * await ctx.setState(cartKey, { items: [] });
 * await ctx.updateState(cartKey, (cart) => ({ items: [...(cart?.items ?? []), item] }));
 * const cart = await ctx.getState(cartKey); // Cart | undefined
 * ```
 */
export function stateKey<T>(name: string, options?: StateReadOptions & StateLifetime): StateKey<T> {
  return new StateKey<T>(name, options);
}
