import { expect, test } from '@jest/globals';
import { stateKey, type Context, type StateKey } from 'portico';

interface Cart {
  items: string[];
}

const cart = stateKey<Cart>('cart', { scope: 'user', ttl: '2h' });
const visits = stateKey<number>('visits');
const maybe = stateKey<string | null>('maybe');

/** Only here for the compiler: what it accepts, what it refuses, and which types it gives. */
export async function types(ctx: Context): Promise<void> {
  await ctx.setState(cart, { items: [] });
  // @ts-expect-error -- a cart is no text
  await ctx.setState(cart, 'text');
  // @ts-expect-error -- a key of carts takes no half of one
  await ctx.setState(cart, {});
  await ctx.setState('any', Symbol.iterator, { serializable: false, ttl: '5m', sliding: true });
  // @ts-expect-error -- there is no such scope
  await ctx.setState('any', 1, { scope: 'sesion' });

  const found: Cart | undefined = await ctx.getState(cart);
  // @ts-expect-error -- there may be none
  const surely: Cart = await ctx.getState(cart);
  const given: Cart = await ctx.getState(cart, { default: { items: [] } });
  // @ts-expect-error -- the default must be a cart
  await ctx.getState(cart, { default: 5 });
  const count: number = await ctx.getState(visits, 0);
  // @ts-expect-error -- the default must be a number
  await ctx.getState(visits, 'none');
  const nothing: string | null = await ctx.getState(maybe, null);

  const unknownValue: unknown = await ctx.getState('name');
  const typed: Cart | undefined = await ctx.getState<Cart>('name', { scope: 'app' });
  const zero = await ctx.getState('name', 0);
  const text = await ctx.getState('name', 'light');
  const widened: [(value: number) => typeof zero, (value: string) => typeof text] = [(n) => n, (t) => t];
  const flag: boolean = await ctx.getState('name', false);
  const list: string[] = await ctx.getState<string[]>('name', { default: [] });
  // @ts-expect-error -- an object as default is written { default: … }
  await ctx.getState('name', { theme: 'dark' });
  // @ts-expect-error -- so is a list
  await ctx.getState('name', []);

  const updated: Cart = await ctx.updateState(cart, (current) => ({
    items: [...(current?.items ?? []), 'a'],
  }));
  // @ts-expect-error -- there may be none
  await ctx.updateState(cart, (current) => ({ items: current.items }));
  await ctx.updateState(cart, (current) => ({ items: current.items }), { default: { items: [] } });
  await ctx.updateState(cart, async (current) => current, { default: { items: [] } });
  // @ts-expect-error -- the new value must be a cart
  await ctx.updateState(cart, () => 5);
  // @ts-expect-error -- an update is stored
  await ctx.updateState(cart, () => ({ items: [] }), { serializable: false });
  const sum: number = await ctx.updateState<number>('sum', (current) => current + 1, { default: 0 });
  const lists: string[] = await ctx.updateState<string[]>('list', (current = []) => [...current, 'a']);

  const one: number = await ctx.incrementState(visits);
  await ctx.incrementState('name', -2, { ttl: '1m', scope: 'app' });
  // @ts-expect-error -- a cart cannot be counted
  await ctx.incrementState(cart);

  const has: boolean = await ctx.hasState(cart);
  const deleted: boolean = await ctx.deleteState(cart, { scope: 'app' });
  await ctx.clearState({ scope: 'user' });

  // @ts-expect-error -- a key of one type is none of another
  const wrong: StateKey<unknown> = cart;

  void [
    found,
    surely,
    given,
    count,
    nothing,
    unknownValue,
    typed,
    zero,
    text,
    flag,
    list,
    updated,
    sum,
    lists,
  ];
  void [one, has, deleted, wrong, widened];
}

test('a key carries its name and what holds for every use', () => {
  expect(cart).toMatchObject({ name: 'cart', options: { scope: 'user', ttl: '2h' } });
  expect(types).toBeDefined();
});
