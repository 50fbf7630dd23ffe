import { setTimeout } from 'node:timers/promises';
import { IsIn } from 'class-validator';
import { Context, Describe, Tool } from 'portico';

export class BrewInput {
  @Describe('Which tea') @IsIn(['green', 'black', 'mint']) tea!: string;
}

/** Written once: nothing in here knows of HTTP+SSE. */
export class TeaTools {
  @Tool('Brew a cup of tea')
  async brew({ tea }: BrewInput, ctx: Context) {
    const sugar = await ctx.choose('How much sugar?', ['none', 'some']);
    if (!sugar) return 'No tea, then.';
    for (const minute of [1, 2, 3]) {
      await ctx.reportProgress(minute, 3, 'brewing');
      await setTimeout(20, undefined, { signal: ctx.signal });
    }
    return { tea, sugar, servedOver: ctx.transport };
  }
}
