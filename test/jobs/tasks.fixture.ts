import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context, Injectable, Module, Tool } from 'portico';
import { IsInt, IsOptional, IsString } from 'class-validator';

/** What the tools did, for the tests to look at. */
export class Journal {
  runs = 0;
  charges: string[] = [];
  finished = 0;
  lines: string[] = [];

  clear(): void {
    Object.assign(this, new Journal());
  }
}

export const journal = new Journal();

class NameInput {
  @IsOptional() @IsString() name: string = 'nobody';
}

class StepsInput {
  @IsInt() steps!: number;
}

@Injectable()
export class TaskTools {
  @Tool('Answer at once')
  quick({ name }: NameInput): object {
    return { hello: name };
  }

  @Tool('Report progress')
  async steps({ steps }: StepsInput, ctx: Context): Promise<string> {
    for (let i = 1; i <= steps; i++) await ctx.reportProgress(i, steps, `step ${i}`);
    await ctx.warning('nearly done', { steps });
    return `${steps} steps`;
  }

  @Tool('Charge a card between two questions')
  async checkout({ name }: NameInput, ctx: Context): Promise<string> {
    journal.runs++;
    try {
      const stamp = ctx.uuid();
      const card = await ctx.ask(`Which card, ${name}? (${stamp})`);
      const receipt = await ctx.once('charge', ({ idempotencyKey }) => {
        journal.charges.push(idempotencyKey);
        return `receipt ${journal.charges.length}`;
      });
      const address = await ctx.ask('Which address?');
      return `${card}, ${receipt}, ${address}, attempt ${ctx.attempt}`;
    } finally {
      journal.finished++;
    }
  }

  @Tool('Ask two things at once')
  async both(_input: NameInput, ctx: Context): Promise<string> {
    journal.runs++;
    const [a, b] = await Promise.all([ctx.ask('A?', { key: 'a' }), ctx.ask('B?', { key: 'b' })]);
    return `${a} ${b}`;
  }

  @Tool('Ask something else each time')
  async restless(_input: NameInput, ctx: Context): Promise<string> {
    await ctx.ask(`Run ${++journal.runs}?`, { key: 'when' });
    return 'never';
  }

  @Tool('Forget to wait')
  forgetful(_input: NameInput, ctx: Context): string {
    void ctx.ask('Nobody waits for this');
    return 'done';
  }

  @Tool('Run until it is told to stop')
  async endless(_input: NameInput, ctx: Context): Promise<string> {
    journal.runs++;
    try {
      while (!ctx.signal.aborted) await sleep(5);
      journal.lines.push(`stopped at ${performance.now()}`);
      return 'stopped';
    } finally {
      journal.finished++;
    }
  }

  @Tool('Fail')
  fail(): never {
    throw new Error('a secret of the server');
  }

  @Tool('Tell everything about the caller')
  async caller(_input: NameInput, ctx: Context): Promise<object> {
    await ctx.setState('seen', 'in the task', { scope: 'user' });
    return {
      principal: ctx.principal,
      client: ctx.client,
      headers: ctx.http?.headers,
      session: ctx.sessionId,
      trace: ctx.trace,
      era: ctx.era,
      transport: ctx.transport,
      revision: ctx.protocolVersion,
      request: ctx.requestId,
      background: ctx.isBackgroundTask,
      attempt: ctx.attempt,
      given: await ctx.getState('given', { scope: 'user' }),
    };
  }
}

@Module({ providers: [TaskTools] })
export class TasksModule {
  static readonly file = import.meta.url;
}
