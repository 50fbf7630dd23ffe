import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { Context, Describe, Tool } from 'portico';
import { CART, euros, MENU, totalOf, type CartLine, type Item } from './cart.js';

export class AddInput {
  @Describe('What to add') @IsIn(Object.keys(MENU)) item!: Item;
  @Describe('How many') @IsOptional() @IsInt() @Min(1) @Max(20) quantity: number = 1;
}

/**
 * The cart belongs to the session. Clients of the newest revision have none over HTTP: with `session: 'handle'` they get
 * one with the first result, and the model hands it back with the next call.
 */
export class CartTools {
  @Tool({ description: 'Put something into the cart', session: 'handle' })
  async add({ item, quantity }: AddInput, ctx: Context) {
    // Nothing is lost when two calls do this at the same time.
    const add = (cart: CartLine[]) => [...cart, { item, quantity }];
    const cart = await ctx.updateState(CART, add, { default: [] });
    return { cart, total: euros(totalOf(cart)) };
  }

  @Tool({ description: 'Empty the cart', session: 'handle' })
  async clear(ctx: Context) {
    const wasThere = await ctx.deleteState(CART);
    return wasThere ? 'The cart is empty now.' : 'The cart was empty.';
  }
}
