import 'reflect-metadata';
import { Context, Injectable, Module, Prompt, Resource, Tool, type ToolResult } from 'portico';
import { IsString } from 'class-validator';
import { sourceOf } from '../../src/context/context.js';

/** What the shop did, for the tests to look at. */
export class Books {
  charges: string[] = [];
  runs = 0;
  finished = 0;
  given: string[] = [];
}

export const books = new Books();

class CartInput {
  @IsString() cart!: string;
}

/** Asks for one text, under a key or under the next default key. */
export async function ask(ctx: Context, message: string, key?: string): Promise<string> {
  const requestedSchema = { type: 'object', properties: { value: { type: 'string' } }, required: ['value'] };
  const answer = await sourceOf(ctx).exchange.peer.ask(
    { method: 'elicitation/create', params: { mode: 'form', message, requestedSchema } },
    key,
  );
  const { action, content } = answer as { action: string; content?: { value: string } };
  return action === 'accept' ? content!.value : action;
}

@Injectable()
export class ShopTools {
  @Tool('Charge a card between two questions')
  async checkout({ cart }: CartInput, ctx: Context): Promise<string> {
    books.runs++;
    try {
      const card = await ask(ctx, 'Which card?');
      const receipt = await ctx.once('charge', ({ idempotencyKey }) => {
        books.charges.push(idempotencyKey);
        return `${cart}/${card}/${books.charges.length}`;
      });
      const address = await ask(ctx, 'Which address?');
      return `${receipt} to ${address}`;
    } finally {
      books.finished++;
    }
  }

  @Tool('Ask two things at once')
  async both(_input: CartInput, ctx: Context): Promise<string> {
    const [a, b] = await Promise.all([ask(ctx, 'A?', 'a'), ask(ctx, 'B?', 'b')]);
    return `${a} ${b}`;
  }

  @Tool('Ask what changes')
  async restless(_input: CartInput, ctx: Context): Promise<string> {
    await ask(ctx, `At ${books.runs++}?`, 'when');
    return ask(ctx, 'Still there?');
  }

  @Tool('Ask the same again')
  async steady(_input: CartInput, ctx: Context): Promise<string> {
    const seen = `${ctx.now().getTime()} ${ctx.random()} ${ctx.uuid()}`;
    await ask(ctx, seen);
    books.given.push(seen);
    await ask(ctx, seen);
    return `${seen} ${ctx.requestId}`;
  }

  @Tool('Call another tool that asks')
  outer(input: CartInput, ctx: Context): Promise<ToolResult> {
    return ctx.callTool('both', { ...input });
  }

  @Resource('shop://greeting')
  async greeting(ctx: Context): Promise<string> {
    return `Hello ${await ask(ctx, 'Who are you?', 'who')}`;
  }

  @Prompt('Greet')
  async greet(ctx: Context): Promise<string> {
    return `Greet ${await ask(ctx, 'Whom?', 'whom')}`;
  }
}

@Module({ providers: [ShopTools] })
export class ShopModule {}
