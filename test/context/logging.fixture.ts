import { Context, Injectable, Module, Param, Prompt, Resource, Tool, type LogLevel } from 'portico';
import { attempt } from '../support/attempt.js';

@Injectable()
export class LoggingComponents {
  @Tool() async allLevels(ctx: Context) {
    await ctx.log('debug', 'by log', { n: 0 });
    await ctx.debug('debug', { n: 1 });
    await ctx.info('info', { n: 2 });
    await ctx.notice('notice', { n: 3 });
    await ctx.warning('warning', { n: 4 });
    await ctx.error('error', { n: 5 });
    await ctx.critical('critical', { n: 6 });
    await ctx.alert('alert', { n: 7 });
    await ctx.emergency('emergency', { n: 8 });
  }

  @Tool() async options(ctx: Context) {
    await ctx.info('plain');
    await ctx.info('named', undefined, { logger: 'orders' });
    await ctx.warning('named with data', ['a', 1, null], { logger: 'orders.payment' });
    await ctx.info('falsy', 0);
    return 'logged';
  }

  @Tool() badLevel(ctx: Context) {
    return attempt(() => ctx.log('loud' as LogLevel, 'hear me'));
  }

  @Resource('logs://{name}') async read(@Param('name') name: string, ctx: Context) {
    await ctx.info(`reading ${name}`);
    return name;
  }

  @Prompt() async prompt(ctx: Context) {
    await ctx.info('rendering');
    return 'prompt';
  }
}

@Module({ providers: [LoggingComponents] })
export class LoggingModule {
  static readonly file = import.meta.url;
}
