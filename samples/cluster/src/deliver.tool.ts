import { setTimeout } from 'node:timers/promises';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Args, Context, Ctx, Describe, Tool } from 'portico';

export class DeliverInput {
  @Describe('How many stops the tour has') @IsOptional() @IsInt() @Min(1) @Max(50) stops: number = 10;
}

/** A tour that takes longer than some worker may live. */
@Tool({ description: 'Deliver what is on the van', task: 'optional' })
export class DeliverTool {
  async execute(@Args() { stops }: DeliverInput, @Ctx() ctx: Context) {
    // Not printed again when another worker begins again.
    const label = await ctx.once('label', () => ctx.incrementState('labels', 1, { scope: 'app' }));
    for (let stop = 1; stop <= stops; stop++) {
      await ctx.reportProgress(stop, stops, `label ${label}, worker ${process.pid}`);
      await setTimeout(100, undefined, { signal: ctx.signal });
    }
    return { label, stops, attempt: ctx.attempt, worker: process.pid };
  }
}
