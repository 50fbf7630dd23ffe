import { IsString } from 'class-validator';
import { Context, handle, Injectable, Module, Param, Resource, Tool, ToolResult, UserError } from 'portico';
import { attempt } from '../support/attempt.js';

class ItemInput {
  @IsString() item!: string;
}

const session = 'handle';
const items = { type: 'array', items: { type: 'string' } };
const open = { type: 'object', properties: { items }, required: ['items'] };

@Injectable()
export class CartTools {
  @Tool({ session, description: 'Put something into the cart' })
  async add({ item }: ItemInput, ctx: Context) {
    return { items: await ctx.updateState<string[]>('items', (all) => [...all, item], { default: [] }) };
  }
  @Tool({ session }) async list(ctx: Context) {
    return { items: await ctx.getState('items', { default: [] as string[] }) };
  }
  @Tool({ session }) async id(ctx: Context) {
    return `in ${ctx.sessionId}`;
  }
  @Tool({ session }) async nothing() {}
  @Tool({ session }) async many() {
    return [1, 2];
  }
  @Tool({ session }) async own() {
    return { session: 'mine' };
  }
  @Tool({ session }) async spelled() {
    return new ToolResult([{ type: 'text', text: 'hello' }], {
      structuredContent: { a: 1 },
      meta: { mine: 1 },
    });
  }
  @Tool({ session, output: open }) async openOutput() {
    return { items: [] };
  }
  @Tool({ session, output: { ...open, additionalProperties: false } }) async closedOutput() {
    return { items: [] };
  }
  @Tool({ session, output: ItemInput }) async dtoOutput() {
    return { item: 'a' };
  }
  @Tool({ session }) async fail(ctx: Context) {
    await ctx.setState('items', ['before the error']);
    throw new UserError('The cart is closed.');
  }
  @Tool({ session }) async crash() {
    throw new Error('secret');
  }

  @Tool({ session }) async end(ctx: Context) {
    await ctx.setState('items', ['last']);
    await ctx.endSession();
    return { after: await attempt(() => ctx.getState('items')) };
  }
  @Tool({ session }) async clear(ctx: Context) {
    await ctx.clearState();
    return { has: await ctx.hasState('items') };
  }
  @Tool({ session }) async buy(ctx: Context) {
    const bought = await ctx.getState('items', { default: [] as string[] });
    await ctx.endSession();
    const sure = await ctx.confirm(`Buy ${bought.join()}?`);
    return { bought, sure };
  }
  @Tool({ session }) async askFirst(ctx: Context) {
    const sure = await ctx.confirm('Begin?');
    await ctx.setState('items', [`sure: ${sure}`]);
    return { id: ctx.sessionId };
  }
  @Tool() async plain(ctx: Context) {
    return { id: ctx.sessionId ?? 'none', inner: (await ctx.callTool('id'))._meta ?? {} };
  }
  @Tool({ input: { type: 'object' } }) async foreign({ id }: { id: string }, ctx: Context) {
    const scope = handle(id);
    return {
      get: await attempt(() => ctx.getState('items', { scope })),
      set: await attempt(() => ctx.setState('items', [], { scope })),
      clear: await attempt(() => ctx.clearState({ scope })),
    };
  }

  @Resource('carts://{session}') async cart(@Param('session') id: string, ctx: Context) {
    return { items: await ctx.getState('items', { scope: handle(id), default: [] as string[] }) };
  }
}

@Module({ providers: [CartTools] })
export class CartModule {
  static readonly file = import.meta.url;
}
