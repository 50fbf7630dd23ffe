import { setTimeout } from 'node:timers/promises';
import { Context, Tool } from 'portico';

/** Stands in for work, so that messages come one by one. */
const PAUSE_MS = 50;

/** What a tool can tell the client while it works. */
export class ReportingTools {
  @Tool({ name: 'test_tool_with_logging', description: 'Send three log messages' })
  async logThrice(ctx: Context) {
    await ctx.info('Tool execution started');
    await setTimeout(PAUSE_MS);
    await ctx.info('Tool processing data');
    await setTimeout(PAUSE_MS);
    await ctx.info('Tool execution completed');
    return 'Tool with logging executed successfully';
  }

  @Tool({ name: 'test_logging_tool', description: 'Send a log message to a client that wants it' })
  async log(ctx: Context) {
    await ctx.info('test_logging_tool ran');
    return 'Logged, if the request asked for it';
  }

  @Tool({
    name: 'test_tool_with_progress',
    description: 'Report progress at the start, halfway and at the end',
  })
  async progress(ctx: Context) {
    for (const done of [0, 50, 100]) {
      await ctx.reportProgress(done, 100, `Completed step ${done} of 100`);
      await setTimeout(PAUSE_MS);
    }
    return 'Tool with progress executed successfully';
  }
}
