import { Context, Injectable, Module, Tool } from 'portico';
import { attempt } from '../support/attempt.js';

@Injectable()
export class ProgressTools {
  @Tool() async steps(ctx: Context) {
    for (const [i, step] of ['read', 'parsed', 'stored'].entries()) await ctx.reportProgress(i + 1, 3, step);
    return 'done';
  }

  @Tool() async unsteady(ctx: Context) {
    for (const done of [0, 2, 1, 2, 2.5, 2.4, 10]) await ctx.reportProgress(done);
  }

  @Tool() async badValues(ctx: Context) {
    return {
      nan: await attempt(() => ctx.reportProgress(NaN)),
      infinite: await attempt(() => ctx.reportProgress(1, Infinity)),
      noText: await attempt(() => ctx.reportProgress(1, 2, 3 as never)),
    };
  }

  /** As a database says that there is none. */
  @Tool() async nulls(ctx: Context) {
    await ctx.reportProgress(1, null as never, null as never);
  }

  private release: (() => void) | undefined;

  /** Ends when the client, having seen the progress, says so. */
  @Tool() async untilSeen(ctx: Context) {
    const seen = new Promise<void>((resolve) => (this.release = resolve));
    await ctx.reportProgress(1, 2, 'half');
    await seen;
    return 'seen';
  }
  @Tool() seen() {
    this.release?.();
  }

  /** Progress that is not awaited must arrive all the same. */
  @Tool() hasty(ctx: Context) {
    void ctx.reportProgress(1, 1, 'at the last moment');
    return 'done';
  }

  @Tool() async outer(ctx: Context) {
    await ctx.reportProgress(1, 2, 'outer');
    await ctx.callTool('steps');
    await ctx.reportProgress(2, 2, 'outer');
  }
}

@Module({ providers: [ProgressTools] })
export class ProgressModule {
  static readonly file = import.meta.url;
}
