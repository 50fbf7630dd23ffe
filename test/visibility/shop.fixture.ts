import { Complete, Context, Module, Param, Prompt, Resource, Tool, type VisibilityCriteria } from 'portico';
import { attempt, type Attempt } from '../support/attempt.js';

class ShopTools {
  @Tool({ description: 'Hides', input: { type: 'object' } })
  hide(criteria: VisibilityCriteria, ctx: Context): Promise<Attempt> {
    return attempt(() => ctx.disableComponents(criteria));
  }

  @Tool({ description: 'Shows', input: { type: 'object' } })
  show(criteria: VisibilityCriteria, ctx: Context): Promise<Attempt> {
    return attempt(() => ctx.enableComponents(criteria));
  }

  @Tool({ description: 'Hides from a session of its own', session: 'handle', input: { type: 'object' } })
  hideHere(criteria: VisibilityCriteria, ctx: Context): Promise<Attempt> {
    return attempt(() => ctx.disableComponents(criteria));
  }

  @Tool('Forgets the rules')
  reset(ctx: Context): Promise<Attempt> {
    return attempt(() => ctx.resetVisibility());
  }

  @Tool({ description: 'Forgets all that is kept', session: 'handle', input: { type: 'object' } })
  forget(_: object, ctx: Context): Promise<Attempt> {
    return attempt(() => ctx.clearState());
  }

  @Tool({ description: 'Ends the session', session: 'handle', input: { type: 'object' } })
  leave(_: object, ctx: Context): Promise<Attempt> {
    return attempt(() => ctx.endSession());
  }

  @Tool('What a handler sees')
  async seen(ctx: Context): Promise<readonly string[]> {
    return (await ctx.listTools()).map(({ name }) => name);
  }

  @Tool({ description: 'Pays', tags: ['checkout', 'money'], version: '2' })
  pay(): string {
    return 'paid';
  }

  @Tool({ description: 'Refunds', tags: ['money'], version: '1' })
  refund(): string {
    return 'refunded';
  }
}

class ShopData {
  @Resource('shop://prices', { tags: ['money'] })
  prices(): string {
    return 'cheap';
  }

  @Resource('shop://order/{id}')
  order(@Param('id') @Complete(['one', 'two']) id: string): string {
    return `order ${id}`;
  }

  @Prompt({ description: 'Thanks' })
  thank(@Param('name') @Complete(['Ann', 'Bob']) name: string): string {
    return `Thank you, ${name}`;
  }
}

@Module({ providers: [ShopTools, ShopData] })
export class ShopModule {
  static readonly file = import.meta.url;
}
