import { IsInt, IsString, Max } from 'class-validator';
import { Context, Injectable, Module, Tool } from 'portico';
import { Mail, SendMail } from './orders.module.js';
import { StorageModule } from './storage.module.js';

export class GuestInput {
  @IsString() guest!: string;
}

export class QuietInput {
  @IsInt() @Max(10) steps!: number;
  @IsString() password!: string;
}

@Injectable()
export class BookingTools {
  @Tool({ description: 'Greet a guest', annotations: { readOnlyHint: true } })
  greet({ guest }: GuestInput) {
    return `Hello ${guest}`;
  }

  @Tool('Report progress, and say whether it was asked for')
  async quiet({ steps }: QuietInput, ctx: Context) {
    for (let step = 1; step <= steps; step++) await ctx.reportProgress(step, steps, 'with token=hunter2');
    return Object.keys(ctx.meta).includes('progressToken') ? 'a token is seen' : 'no token is seen';
  }

  @Tool('Say more than anybody reads')
  async chatter(ctx: Context) {
    for (let line = 1; line <= 250; line++) await ctx.info('x'.repeat(3_000));
    return 'y'.repeat(50_000);
  }

  @Tool('Say more at a time than can be told')
  async flood(ctx: Context) {
    await Promise.all(Array.from({ length: 6_000 }, (_, line) => ctx.debug(`line ${line}`)));
  }

  @Tool('Send a mail, later')
  async mail(input: Mail, ctx: Context) {
    return { job: await ctx.jobs.enqueue(SendMail, input) };
  }
}

@Module({ imports: [StorageModule], providers: [BookingTools] })
export class BookingModule {}
