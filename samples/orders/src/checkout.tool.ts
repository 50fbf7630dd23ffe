import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { Context, Ctx, Describe, Tool, UserError } from 'portico';
import { CART, euros, totalOf } from './cart.js';
import { Till } from './till.js';

/** The form the customer fills in. */
export class DeliveryForm {
  @Describe('Your name') @IsString() @Length(1, 40) name!: string;
  @Describe('Where you sit') @IsIn(['inside', 'terrace']) place!: string;
  @Describe('Anything we should know') @IsOptional() @IsString() wish?: string;
}

@Tool({ description: 'Order and pay what is in the cart. The customer is asked.', session: 'handle' })
export class CheckoutTool {
  constructor(private readonly till: Till) {}

  /** A straight line with two questions. It may run again from the start when an answer comes: see README. */
  async execute(@Ctx() ctx: Context) {
    const cart = await ctx.once('cart', () => ctx.getState(CART, { default: [] }));
    if (cart.length === 0) throw new UserError('The cart is empty: add something first.');

    const { name, place, wish } = await ctx.elicitOrThrow('For whom is it?', DeliveryForm);
    const total = totalOf(cart);
    if (!(await ctx.confirm(`${name}, may we charge ${euros(total)}?`))) return 'Nothing was ordered.';

    const receipt = await ctx.once('charge', ({ idempotencyKey }) => this.till.charge(total, idempotencyKey));
    await ctx.deleteState(CART);
    return { receipt, total: euros(total), name, place, wish };
  }
}
