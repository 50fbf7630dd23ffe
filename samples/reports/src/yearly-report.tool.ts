import { IsInt, Max, Min } from 'class-validator';
import { Args, Context, Ctx, Describe, Tool } from 'portico';
import { ArchiveService } from './archive.service.js';
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
  constructor(
    private readonly sales: SalesService,
    private readonly archive: ArchiveService,
  ) {}

  async execute(@Args() { year }: YearlyReportInput, @Ctx() ctx: Context) {
    const months = [];
    for (const [done, month] of MONTHS.entries()) {
      await ctx.reportProgress(done, MONTHS.length, `${month} ${year}`);
      months.push(await this.sales.ofMonth(year, month, ctx.signal));
    }
    await ctx.reportProgress(MONTHS.length, MONTHS.length, 'filing');

    const best = months.reduce((a, b) => (b.orders > a.orders ? b : a));
    const report = { year, euros: months.reduce((sum, { euros }) => sum + euros, 0), best };
    // Should the worker die, another one begins again; what was filed is not filed again.
    const number = await ctx.once('file', () => this.archive.file(report));
    return { number, ...report };
  }
}
