import { IsBoolean } from 'class-validator';
import { setTimeout } from 'node:timers/promises';
import { Context, Injectable, Module, PorticoFactory, Tool, type PorticoApp } from 'portico';
import { sourceOf } from '../../../src/context/context.js';
import { RecordedLog } from '../../support/recorded-log.js';

export class Answer {
  @IsBoolean() well!: boolean;
}

@Injectable()
export class MountTools {
  @Tool() facts({ transport, era, sessionId, http }: Context) {
    return { transport, era, hasSession: sessionId !== undefined, agent: http?.headers['x-agent'] };
  }

  @Tool() async work(ctx: Context) {
    for (const done of [1, 2, 3]) await ctx.reportProgress(done, 3);
    await ctx.info('working');
    // A client that reads the result together with what was said before it has no ear for that any more.
    await setTimeout(20);
    return 'worked';
  }

  @Tool() async remember(ctx: Context) {
    try {
      const count = ((await ctx.getState<number>('count')) ?? 0) + 1;
      await ctx.setState('count', count);
      return String(count);
    } catch (error) {
      return (error as { code: string }).code;
    }
  }

  @Tool() async ask(ctx: Context) {
    try {
      return String((await ctx.elicitOrThrow('Well?', Answer)).well);
    } catch (error) {
      return (error as { code: string }).code;
    }
  }

  /** Asks past the services, which look first what the client can do. */
  @Tool() async askDirectly(ctx: Context) {
    try {
      return JSON.stringify(await sourceOf(ctx).exchange.peer.ask({ method: 'roots/list', params: {} }));
    } catch (error) {
      return (error as { code: string }).code;
    }
  }

  @Tool() async comeBack(ctx: Context) {
    try {
      ctx.closeSseStream();
    } catch (error) {
      return (error as { code: string }).code;
    }
    await setTimeout(100);
    return 'welcome back';
  }

  @Tool() async cancellable({ signal }: Context) {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    cancelled.push(signal.aborted);
    return 'too late';
  }
}

/** What `cancellable` has seen. */
export const cancelled: boolean[] = [];

@Module({ providers: [MountTools] })
export class MountModule {}

export async function createApp(): Promise<{ app: PorticoApp; log: RecordedLog }> {
  const log = new RecordedLog();
  return { app: await PorticoFactory.create(MountModule, { name: 'mounted', version: '1.0.0', log }), log };
}
