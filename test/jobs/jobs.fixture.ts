import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { Args, Context, Ctx, Every, Injectable, Job, Jobs, Module, Tool, UserError } from 'portico';
import { IsInt, IsOptional, IsString, Min } from 'class-validator';

/** What the jobs did, for the tests to look at. */
export class Diary {
  lines: string[] = [];
  running = 0;
  most = 0;
  effects = 0;

  clear(): void {
    Object.assign(this, new Diary());
  }
}

export const diary = new Diary();

export class MailData {
  @IsString() to!: string;
  @IsOptional() @IsInt() @Min(1) copies: number = 1;
}

@Job('mail')
export class MailJob {
  async run(@Args() data: MailData, ctx: Context): Promise<object> {
    diary.lines.push(`${data.constructor.name} ${data.to} ${data.copies}`);
    await ctx.info('sending', { to: data.to });
    await ctx.reportProgress(1, 2, 'half');
    return { sent: data.to, attempt: ctx.attempt, background: ctx.isBackgroundTask };
  }
}

class TimesData {
  @IsInt() times!: number;
}

@Job('flaky', { retries: 3, backoff: 10 })
export class FlakyJob {
  async run(@Args() { times }: TimesData, ctx: Context): Promise<number> {
    const id = ctx.uuid();
    const effect = await ctx.once('effect', () => ++diary.effects);
    diary.lines.push(`attempt ${ctx.attempt} effect ${effect} ${id.length}`);
    if (ctx.attempt <= times) throw new UserError(`failed ${ctx.attempt}`);
    return ctx.attempt;
  }
}

/** Runs until it is told to stop, or to go on. */
@Job('slow')
export class SlowJob {
  static release: () => void = () => {};
  static released = Promise.resolve();

  static hold(): void {
    SlowJob.released = new Promise((resolve) => (SlowJob.release = resolve));
  }

  async run(@Ctx() ctx: Context): Promise<string> {
    diary.lines.push(`slow ${ctx.attempt}`);
    const aborted = new Promise<never>((_, reject) =>
      ctx.signal.addEventListener('abort', () => {
        diary.lines.push('aborted');
        reject(ctx.signal.reason as Error);
      }),
    );
    await Promise.race([SlowJob.released, aborted]);
    return 'released';
  }
}

@Job('impatient', { timeout: 50 })
export class ImpatientJob {
  run(@Ctx() ctx: Context): Promise<never> {
    return new Promise((_, reject) =>
      ctx.signal.addEventListener('abort', () => {
        diary.lines.push('out of time');
        reject(ctx.signal.reason as Error);
      }),
    );
  }
}

class NumberData {
  @IsInt() n!: number;
}

@Job('narrow', { concurrency: 2 })
export class NarrowJob {
  async run(@Args() _data: NumberData): Promise<void> {
    diary.most = Math.max(diary.most, ++diary.running);
    await sleep(20);
    diary.running--;
  }
}

@Job('urgent', { priority: 10 })
export class UrgentJob {
  run(): void {
    diary.lines.push('urgent');
  }
}

@Job('common')
export class CommonJob {
  run(): void {
    diary.lines.push('common');
  }
}

/** Its context comes by the constructor. */
@Job()
export class StatefulJob {
  constructor(private readonly ctx: Context) {}

  async run(): Promise<unknown> {
    await this.ctx.setState('seen', 'by the job', { scope: 'app' });
    return this.ctx.getState('given', { scope: 'app' });
  }
}

@Job('visits')
export class VisitsJob {
  run(@Ctx() ctx: Context): Promise<number> {
    return ctx.incrementState('visits', 1, { scope: 'user' });
  }
}

@Job('curious')
export class CuriousJob {
  run(@Ctx() ctx: Context): Promise<boolean> {
    return ctx.confirm('Anybody there?');
  }
}

@Job('odd')
export class OddJob {
  run(): Map<string, string> {
    return new Map();
  }
}

@Injectable()
export class Mailer {
  constructor(readonly jobs: Jobs) {}
}

@Injectable()
export class MailTools {
  constructor(private readonly mailer: Mailer) {}

  @Tool('Send a mail later')
  async send(data: MailData, ctx: Context): Promise<string> {
    return ctx.jobs.enqueue(MailJob, data);
  }

  @Tool('Keep something for jobs')
  async keep(ctx: Context): Promise<void> {
    await ctx.setState('given', 'by the tool', { scope: 'app' });
  }

  @Tool('Tell what a job kept')
  async kept(ctx: Context): Promise<string | undefined> {
    return ctx.getState('seen', { scope: 'app' });
  }

  @Tool('Send a mail later, by a service')
  sendByService(data: MailData): Promise<string> {
    return this.mailer.jobs.enqueue(MailJob, data);
  }
}

@Module({
  providers: [
    MailJob,
    FlakyJob,
    SlowJob,
    ImpatientJob,
    NarrowJob,
    UrgentJob,
    CommonJob,
    StatefulJob,
    VisitsJob,
    CuriousJob,
    OddJob,
    Mailer,
    MailTools,
  ],
  exports: [Mailer],
})
export class JobsModule {
  static readonly file = import.meta.url;
}

@Every('150ms', { data: { to: 'every' } })
@Job('tick')
export class TickJob {
  run(@Args() data: MailData): void {
    diary.lines.push(`tick ${data.to}`);
  }
}

@Module({ providers: [TickJob] })
export class TickModule {}

@Every('* * * * * *', { timezone: 'Europe/Oslo', data: { to: 'cron' } })
@Job('chime')
export class ChimeJob {
  run(@Args() data: MailData): void {
    diary.lines.push(`chime ${data.to} ${Date.now()}`);
  }
}

@Module({ providers: [ChimeJob] })
export class ChimeModule {}
