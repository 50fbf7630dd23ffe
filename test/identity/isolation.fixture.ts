import { setImmediate as breath } from 'node:timers/promises';
import { Cacheable, Context, Describe, Injectable, Module, Param, Principal, Resource, Tool } from 'portico';
import { IsOptional, IsString } from 'class-validator';

export class MarkInput {
  @Describe('What the caller wants to find again') @IsOptional() @IsString() mark?: string;
}

/** One for all callers: it only ever speaks for whoever calls at the time. */
@Injectable()
export class Whoever {
  constructor(
    private readonly principal: Principal,
    private readonly context: Context,
  ) {}
  get names(): readonly (string | undefined)[] {
    return [this.principal.subject, this.context.principal?.subject, Context.current().principal?.subject];
  }
}

@Injectable()
export class MixedTools {
  private computed = 0;

  constructor(private readonly whoever: Whoever) {}

  @Tool('Leaves a trace of the caller everywhere')
  async mix({ mark = '' }: MarkInput, ctx: Context, principal: Principal) {
    const own = `${principal.subject}:${mark}`;
    await ctx.info(`log of ${own}`);
    await ctx.setState('user', own, { scope: 'user' });
    await ctx.setState('session', own);
    await breath();
    await ctx.reportProgress(1, 1, `progress of ${own}`);
    const state = [await ctx.getState('user', { scope: 'user' }), await ctx.getState('session')];
    await breath();
    return { names: [...this.whoever.names, principal.subject], state };
  }

  @Tool('Asks, and says who answered')
  async ask(ctx: Context, principal: Principal) {
    const agreed = await ctx.confirm(`Is it you, ${principal.subject}?`);
    return { agreed, names: this.whoever.names };
  }

  @Tool({ description: 'Leaves its traces from the background', task: 'optional' })
  async work({ mark = '' }: MarkInput, ctx: Context, principal: Principal) {
    await ctx.setState('worked', `${principal.subject}:${mark}`, { scope: 'user' });
    await breath();
    await ctx.info(`work of ${principal.subject}`);
    await ctx.reportProgress(1, 2, `work for ${principal.subject}`);
    await breath();
    const kept = await ctx.getState<string>('worked', { scope: 'user' });
    return { names: this.whoever.names, of: kept?.split(':')[0], isTask: ctx.isBackgroundTask };
  }

  @Resource('own://{name}') own(@Param('name') name: string) {
    return name;
  }

  @Tool('Says that what is the caller’s has changed')
  async tell(ctx: Context, principal: Principal) {
    await ctx.notifyResourceUpdated(`own://${principal.subject}`);
    return { of: principal.subject };
  }

  @Cacheable({ ttl: '1h' })
  @Tool({ description: 'Keeps what it said', annotations: { readOnlyHint: true } })
  kept(principal: Principal) {
    return { of: principal.subject, computed: ++this.computed };
  }

  @Tool({ description: 'A session of its own', session: 'handle' })
  async basket({ mark }: MarkInput, ctx: Context) {
    if (mark !== undefined) await ctx.setState('basket', mark);
    return { basket: (await ctx.getState<string>('basket')) ?? 'empty' };
  }
}

@Module({ providers: [MixedTools, Whoever] })
export class IsolationModule {}
