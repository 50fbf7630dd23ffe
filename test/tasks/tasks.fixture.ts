import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import {
  Context,
  Elicited,
  ForbiddenError,
  Injectable,
  Module,
  Tool,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UserError,
  type Guard,
} from 'portico';

export class CountInput {
  @IsInt() @Min(1) @Max(1_000) steps: number = 3;
  @IsOptional() @IsInt() pause: number = 0;
}

/** Lets nobody in while it is shut. */
@Injectable()
export class Gate implements Guard {
  static isOpen = true;
  static judged = 0;
  canActivate() {
    Gate.judged++;
    return Gate.isOpen;
  }
}

export class Refusal extends Error {}

@Injectable()
export class TaskTools {
  static stopped = 0;
  static runs = 0;

  @Tool({ description: 'Greet', task: 'forbidden' })
  greet() {
    return 'hello';
  }

  @Tool({ description: 'Count', task: 'optional' })
  async count({ steps, pause }: CountInput, ctx: Context) {
    TaskTools.runs++;
    for (let i = 1; i <= steps; i++) {
      await ctx.reportProgress(i, steps, `step ${i}`);
      if (pause > 0) await sleep(pause, undefined, { signal: ctx.signal });
    }
    return { steps, background: ctx.isBackgroundTask };
  }

  @Tool({ description: 'Wait until told to stop', task: 'required' })
  async endless(ctx: Context) {
    await ctx.reportProgress(1, 2, 'waiting');
    await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve, { once: true }));
    TaskTools.stopped++;
  }

  @Tool({ description: 'Ask once', task: 'optional' })
  async confirm(ctx: Context) {
    return (await ctx.confirm('Sure?')) ? 'done' : 'left alone';
  }

  @Tool({ description: 'Ask twice at a time, then once more', task: 'optional' })
  async trip(ctx: Context) {
    const [from, to] = await Promise.all([
      ctx.ask('From where?', { key: 'from' }),
      ctx.ask('Where to?', { key: 'to' }),
    ]);
    const isSure = await ctx.confirm('Sure?', { key: 'sure' });
    return `${from} ${to} ${isSure}`;
  }

  @Tool({ description: 'Ask the model and for roots', task: 'optional' })
  async sample(ctx: Context) {
    const { text } = await ctx.sample('Say something', { maxTokens: 10 });
    const [root] = await ctx.listRoots();
    return `${text} in ${root?.uri}`;
  }

  @Tool({ description: 'Ask first, then work', task: 'required' })
  async prepared(@Elicited('Your name?', String, { key: 'name' }) name: string, ctx: Context) {
    await ctx.info('working');
    return `${name} ${(await ctx.confirm('Go on?', { key: 'go' })) ? 'went on' : 'stopped'}`;
  }

  @Tool({ description: 'Refuse', task: 'optional' })
  refuse() {
    throw new UserError('Sold out.');
  }

  @Tool({ description: 'Fail', task: 'optional' })
  fail() {
    throw new Error('a secret of the server');
  }

  @Tool({ description: 'Need what the client has not', task: 'optional' })
  async need(ctx: Context) {
    await ctx.elicitUrl('Open this', 'https://example.org/');
  }

  @UseGuards(Gate)
  @Tool({ description: 'Behind a guard', task: 'optional' })
  async guarded(ctx: Context) {
    await ctx.confirm('Go on?');
    return 'inside';
  }

  @UseFilters((error) => {
    if (error instanceof ForbiddenError) throw new UserError('Come back tomorrow.');
    throw error;
  })
  @UseGuards(() => false)
  @Tool({ description: 'Behind a guard with a filter', task: 'optional' })
  filtered() {
    return 'never';
  }

  @UseInterceptors(async (_call, next) => `[${JSON.stringify(await next())}]`)
  @Tool({ description: 'Within an interceptor', task: 'optional' })
  wrapped() {
    return 'within';
  }

  @Tool({ description: 'Take too long', task: 'optional', timeout: 30 })
  async slow(ctx: Context) {
    await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve, { once: true }));
  }

  @Tool({ description: 'Become a task only when it takes longer', task: { after: '300ms' } })
  async maybe({ steps, pause }: CountInput, ctx: Context) {
    for (let i = 1; i <= steps; i++) {
      await ctx.reportProgress(i, steps, `step ${i}`);
      if (pause > 0) await sleep(pause, undefined, { signal: ctx.signal });
    }
    return { steps };
  }

  @Tool({ description: 'Ask while the client waits', task: { after: '10s' } })
  async maybeAsk(ctx: Context) {
    return (await ctx.confirm('Sure?')) ? 'done' : 'left alone';
  }
}

@Module({ providers: [TaskTools, Gate] })
export class TasksModule {
  static readonly file = import.meta.url;
}
