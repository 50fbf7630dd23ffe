import { IsInt, Max, Min } from 'class-validator';
import { Args, Context, Ctx, Describe, Tool } from 'portico';
import { MONTHS, SalesService } from './sales.service.js';

export class YearlyReportInput {
  @Describe('The year') @IsInt() @Min(2000) @Max(2100) year!: number;
}

/**
 * Nothing in here says where it runs: while the client waits, or, for a client that follows tasks, in the background, in
 * any worker.
 */
@Tool({ description: 'Sum up the sales of a year', task: 'optional', timeout: '10m' })
export class YearlyReportTool {
  constructor(private readonly sales: SalesService) {}

  async execute(@Args() { year }: YearlyReportInput, @Ctx() ctx: Context) {
    const months = [];
    for (const [done, month] of MONTHS.entries()) {
      await ctx.reportProgress(done, MONTHS.length, `${month} ${year}`);
      // A month that was read is kept: should the worker die, the next one goes on with the month after it.
      months.push(await ctx.once(month, () => this.sales.ofMonth(year, month, ctx.signal)));
    }
    await ctx.reportProgress(MONTHS.length, MONTHS.length, 'done');

    const best = months.reduce((a, b) => (b.orders > a.orders ? b : a));
    return { year, euros: months.reduce((sum, { euros }) => sum + euros, 0), best };
  }
}
