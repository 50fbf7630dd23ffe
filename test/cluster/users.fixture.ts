import { Context, handle, isPorticoError, Module, Tool } from 'portico';

const input = { type: 'object' };

/** What belongs to a user rather than to a session. */
class UserTools {
  @Tool({ input }) async keep({ value }: { value: string }, ctx: Context) {
    await ctx.setState('theme', value, { scope: 'user' });
    return { kept: true };
  }

  @Tool({ input }) async kept(_: object, ctx: Context) {
    return { value: (await ctx.getState('theme', { scope: 'user' })) ?? null };
  }

  @Tool({ input, session: 'handle' }) async begin(_: object, ctx: Context) {
    await ctx.setState('note', 'of the handle');
    return { begun: true };
  }

  @Tool({ input }) async peek({ id }: { id: string }, ctx: Context) {
    try {
      return { value: (await ctx.getState('note', { scope: handle(id) })) ?? null };
    } catch (error) {
      if (isPorticoError(error)) return { code: error.code };
      throw error;
    }
  }

  @Tool({ input }) async hide(_: object, ctx: Context) {
    await ctx.disableComponents({ names: ['extra'] });
    return { hidden: true };
  }

  @Tool({ input }) extra(): string {
    return 'extra';
  }
}

@Module({ providers: [UserTools] })
export class HandlesOfUsersModule {
  static readonly file = import.meta.url;
}
