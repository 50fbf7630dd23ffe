import { once } from 'node:events';
import { Context, Module, Tool } from 'portico';
import { OddModule } from './odd-module.js';

const ended: string[] = [];

/** Calls that last until their client ends them. */
class Lasting {
  @Tool('Waits until it is given up') async wait(ctx: Context) {
    const { signal, requestId } = ctx;
    await ctx.info('waiting');
    if (!signal.aborted) await once(signal, 'abort');
    ended.push(`${requestId}: ${signal.reason as string}`);
    return 'never read';
  }

  @Tool('Says which calls were given up') ended() {
    return ended.join();
  }
}

@Module({ imports: [OddModule], providers: [Lasting] })
export class PipeModule {
  static readonly file = import.meta.url;
}
