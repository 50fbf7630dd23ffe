import { Context, Injectable, Module, Tool, type StateOptions } from 'portico';
import { attempt } from '../support/attempt.js';

const input = { type: 'object' };

/** Every member of state, by its name. */
@Injectable()
export class AnyStateTools {
  @Tool({ input }) async use({ member, args }: { member: keyof Context; args: unknown[] }, ctx: Context) {
    const call = ctx[member] as (...args: unknown[]) => Promise<unknown>;
    return { answer: await attempt(() => call.apply(ctx, args)) };
  }
  @Tool({ input, session: 'handle' }) async inSession({ options }: { options?: StateOptions }, ctx: Context) {
    await ctx.setState('in session', ctx.sessionId!.length, options);
    return { id: ctx.sessionId };
  }
}

@Module({ providers: [AnyStateTools] })
export class AnyStateModule {
  static readonly file = import.meta.url;
}
