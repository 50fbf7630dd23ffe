import { setTimeout as pause } from 'node:timers/promises';
import { Context, Module, Param, Prompt, Resource, Tool } from 'portico';

const input = { type: 'object' };

/** What tells whether a session is the same one wherever its requests go. */
class Desk {
  @Tool({ description: 'Which process this is', input }) where(): string {
    return String(process.pid);
  }

  @Tool({ input }) session(_: object, ctx: Context) {
    return { id: ctx.sessionId, client: ctx.client.name, can: Object.keys(ctx.client.capabilities) };
  }

  @Tool({ input, session: 'handle' }) async put(
    { key, value }: { key: string; value: unknown },
    ctx: Context,
  ) {
    await ctx.setState(key, value);
    return { pid: process.pid };
  }

  @Tool({ input, session: 'handle' }) async look({ key }: { key: string }, ctx: Context) {
    return { value: (await ctx.getState(key)) ?? null, pid: process.pid };
  }

  @Tool({ input, session: 'handle' }) async count({ by = 1 }: { by?: number }, ctx: Context) {
    return { count: await ctx.incrementState('count', by) };
  }

  @Tool({ input, session: 'handle' }) async hide({ names }: { names: string[] }, ctx: Context) {
    await ctx.disableComponents({ names });
    return { hidden: names };
  }

  @Tool({ input, session: 'handle' }) async show(_: object, ctx: Context) {
    await ctx.resetVisibility();
    return { shown: true };
  }

  @Tool({ input }) extra(): string {
    return 'extra';
  }

  @Tool({ input }) async ask({ question = 'Sure?' }: { question?: string }, ctx: Context) {
    const answer = await ctx.elicit(question, String);
    return { answer: answer.action === 'accept' ? answer.data : answer.action, pid: process.pid };
  }

  /** Says its progress, waits between, and ends when it is told to. */
  @Tool({ input }) async work({ steps = 3, pace = 50 }: { steps?: number; pace?: number }, ctx: Context) {
    for (let step = 1; step <= steps; step++) {
      await ctx.reportProgress(step, steps);
      await pause(pace, undefined, { signal: ctx.signal });
    }
    return { steps, pid: process.pid };
  }

  /** Waits until it is cancelled, and leaves word of it. */
  @Tool({ input }) async wait(_: object, ctx: Context) {
    await ctx.setState('waits', process.pid, { scope: 'app' });
    await new Promise<void>((resolve) => {
      const end = setTimeout(resolve, 20_000);
      ctx.signal.addEventListener('abort', () => (clearTimeout(end), resolve()), { once: true });
    });
    await ctx.setState('was cancelled', ctx.signal.aborted, { scope: 'app' });
    return 'over';
  }

  @Tool({ input }) async seen({ key }: { key: string }, ctx: Context) {
    return { value: (await ctx.getState(key, { scope: 'app' })) ?? null };
  }

  @Tool({ input }) async log({ level = 'info' }: { level?: 'debug' | 'info' | 'error' }, ctx: Context) {
    await ctx.log(level, 'logged');
    return 'logged';
  }

  @Tool({ input }) async publish({ uris = [] }: { uris?: string[] }, ctx: Context) {
    for (const uri of uris) await ctx.notifyResourceUpdated(uri);
    return 'published';
  }

  @Resource('desk://{name}') paper(@Param('name') name: string): string {
    return `paper ${name}`;
  }

  @Prompt('Nothing in particular') note(): string {
    return 'note';
  }
}

@Module({ providers: [Desk] })
export class DeskModule {
  static readonly file = import.meta.url;
}
