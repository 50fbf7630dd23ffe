import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context, Module, Tool } from 'portico';

class ReviewedTools {
  @Tool({ description: 'Run until told to stop', task: 'required' })
  async endless({ signal }: Context) {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }

  @Tool({ description: 'Where the call came from', task: 'optional' })
  where({ http }: Context) {
    return { address: http?.address ?? 'unknown' };
  }

  @Tool({ description: 'Never take long', task: { after: '20s' } })
  soon() {
    return 'at once';
  }

  @Tool({ description: 'Say how far it is, and ask', task: 'optional' })
  async asking(ctx: Context) {
    await ctx.reportProgress(1, 2, 'about to ask');
    return String(await ctx.confirm('Sure?'));
  }

  @Tool({ description: 'Become a task only when it takes very long', task: { after: '20s' } })
  async later() {
    await sleep(3_000);
    return 'late, but done';
  }
}

@Module({ providers: [ReviewedTools] })
export class ReviewedModule {
  static readonly file = import.meta.url;
}
