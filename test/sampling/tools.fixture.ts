import { setTimeout as sleep } from 'node:timers/promises';
import { IsInt } from 'class-validator';
import {
  content,
  Context,
  Injectable,
  Module,
  samplingTool,
  Tool,
  UserError,
  type SamplingTool,
} from 'portico';
import { attempt } from '../support/attempt.js';

export class DoubleInput {
  @IsInt() n!: number;
}

/** What ran, in order; each test empties it. */
export const ran: string[] = [];

@Injectable()
export class ServerTools {
  @Tool('Double a number') double({ n }: DoubleInput) {
    ran.push(`double ${n}`);
    return { doubled: 2 * n };
  }
  @Tool() async asks(ctx: Context) {
    return (await ctx.confirm('Really?')) ? 'confirmed' : 'refused';
  }
  @Tool() fails() {
    throw new Error('internal detail');
  }
}

const square = samplingTool({
  name: 'square',
  description: 'Square a number',
  input: DoubleInput,
  execute: ({ n }) => {
    ran.push(`square ${n}`);
    return n * n;
  },
});

const tools: readonly (string | SamplingTool)[] = [
  square,
  'double',
  'fails',
  { name: 'text', execute: () => 'plain' },
  { name: 'nothing', execute: () => undefined },
  { name: 'list', execute: () => ['a', 'b'] },
  { name: 'picture', execute: () => ['Look:', content.image('iVBO', 'image/png')] },
  { name: 'function', execute: () => () => 1 },
  { name: 'user_error', execute: () => Promise.reject(new UserError('Out of stock.')) },
  { name: 'broken', execute: () => Promise.reject(new Error('secret of the house')) },
  { name: 'whoami', execute: (args, ctx, call) => ({ args, client: ctx.client.name, id: call.id }) },
];

@Injectable()
export class ToolLoops {
  @Tool() async run(ctx: Context) {
    return ctx.sample('Go.', { tools });
  }
  @Tool() async twice(ctx: Context) {
    return attempt(() => ctx.sample('Go.', { tools: [square, square] }));
  }
  @Tool() async unknown(ctx: Context) {
    return attempt(() => ctx.sample('Go.', { tools: ['dubble'] }));
  }
  @Tool() async noObject(ctx: Context) {
    return attempt(() =>
      ctx.sample('Go.', { tools: [{ name: 'x', input: { type: 'string' }, execute: () => 1 }] }),
    );
  }
  @Tool() async limited({ n }: DoubleInput, ctx: Context) {
    return attempt(() => ctx.sample('Go.', { tools: [square], maxIterations: n }));
  }
  @Tool() async concurrent({ n }: DoubleInput, ctx: Context) {
    let running = 0;
    let most = 0;
    const slow: SamplingTool = {
      name: 'slow',
      async execute(args) {
        most = Math.max(most, ++running);
        await sleep((args as { ms: number }).ms);
        running--;
        ran.push(`slow ${(args as { ms: number }).ms}`);
        return (args as { ms: number }).ms;
      },
    };
    const { text } = await ctx.sample('Go.', { tools: [slow], concurrency: n || 'unlimited' });
    return { text, most };
  }
  @Tool() async asking(ctx: Context) {
    const confirm: SamplingTool = {
      name: 'remove',
      execute: async (args, inner) =>
        (await inner.confirm(`Remove ${JSON.stringify(args)}?`))
          ? ctx.once(`remove ${JSON.stringify(args)}`, () => void ran.push('removed'))
          : 'kept',
    };
    const { text } = await ctx.sample('Go.', { tools: [confirm, 'asks'] });
    const last = await ctx.confirm('Done?');
    return { text, last };
  }
  @Tool() async effects(ctx: Context) {
    const send: SamplingTool = {
      name: 'send',
      execute: (_args, inner, { key }) => inner.once(key, () => void ran.push('sent')),
    };
    await ctx.sample('Go.', { tools: [send], key: 'same' });
    await ctx.sample('Go on.', { tools: [send] });
    return { sent: await ctx.once('count', () => ran.length) };
  }
  @Tool() async changing(ctx: Context) {
    // What it says is never the same twice: the model must be told the same when the handler runs again.
    const clock: SamplingTool = { name: 'clock', execute: () => `${performance.now()} ${Math.random()}` };
    return { text: (await ctx.sample('Go.', { tools: [clock] })).text };
  }
  @Tool() async cancelled(ctx: Context) {
    const waits: SamplingTool = {
      name: 'waits',
      execute: async (_args, inner) => {
        ran.push('waiting');
        await sleep(10_000, undefined, { signal: inner.signal });
      },
    };
    try {
      return await ctx.sample('Go.', { tools: [waits, square] });
    } finally {
      ran.push('ended');
    }
  }
}

@Module({ providers: [ServerTools, ToolLoops] })
export class ToolsModule {}
