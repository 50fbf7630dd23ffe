import 'reflect-metadata';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Args, Context, Injectable, Job, Module, Tool } from 'portico';
import { IsInt, IsString } from 'class-validator';

class OrderInput {
  /** Where the tool writes down what it does: its processes end without a word. */
  @IsString() diary!: string;
  /** How long the last step takes, in ms. */
  @IsInt() work!: number;
}

@Injectable()
export class OrderTools {
  @Tool('Ask, charge, and work for a while')
  async order({ diary, work }: OrderInput, ctx: Context): Promise<object> {
    const note = (line: string) => appendFileSync(diary, `${line}\n`);
    note(`begin ${process.pid} ${ctx.attempt}`);
    const stamp = ctx.uuid();
    const name = await ctx.ask(`Who pays? (${stamp})`);
    const receipt = await ctx.once('charge', () => {
      note('charge');
      return stamp;
    });
    note(`work ${process.pid}`);
    const done = Date.now() + work; // by the clock: on a busy machine every sleep is longer
    while (Date.now() < done && !ctx.signal.aborted) await sleep(20);
    note(`end ${process.pid} ${ctx.signal.aborted}`);
    return { name, attempt: ctx.attempt, isOwnReceipt: receipt === stamp };
  }
}

@Job('poison')
export class PoisonJob {
  run(@Args() { diary }: OrderInput): void {
    appendFileSync(diary, `poison ${process.pid}\n`);
    process.kill(process.pid, 'SIGKILL');
  }
}

@Module({ providers: [OrderTools, PoisonJob] })
export class OrdersModule {}
