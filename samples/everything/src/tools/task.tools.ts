import { setTimeout as sleep } from 'node:timers/promises';
import { IsBoolean, IsNumber, IsOptional, IsString, Max, Min } from 'class-validator';
import { Context, Describe, Elicited, Tool, UserError } from 'portico';
import { NameForm } from './questions.tools.js';

export class GreetInput {
  @Describe('Whom to greet') @IsString() name!: string;
}

export class SlowInput {
  @Describe('How long it takes, in seconds') @IsNumber() @Min(0) @Max(3600) seconds: number = 1;
  @Describe('What it is called') @IsOptional() @IsString() label?: string;
}

export class FileInput {
  @Describe('The file to delete') @IsString() filename!: string;
}

export class DeleteForm {
  @IsBoolean() confirm!: boolean;
}

export class ApprovalForm {
  @IsString() name!: string;
  @IsBoolean() confirm!: boolean;
}

/** Tools whose calls become background tasks. Nothing in them says where they run. */
export class TaskTools {
  @Tool({ name: 'greet', description: 'Greet someone, while the client waits' })
  greet({ name }: GreetInput) {
    return `Hello, ${name}!`;
  }

  @Tool({ name: 'slow_compute', description: 'Take some time', task: 'optional' })
  async slow({ seconds }: SlowInput, ctx: Context) {
    for (let second = 0; second < seconds; second++) {
      await ctx.reportProgress(second, seconds, `second ${second}`);
      await sleep(Math.min(1, seconds - second) * 1_000, undefined, { signal: ctx.signal });
    }
    return `Computed for ${seconds} s.`;
  }

  @Tool({ name: 'failing_job', description: 'Fail after a while', task: 'required' })
  async failing(ctx: Context) {
    await sleep(300, undefined, { signal: ctx.signal });
    throw new UserError('The job failed.');
  }

  @Tool({
    name: 'protocol_error_job',
    description: 'Need what the client has not: its roots',
    task: 'optional',
  })
  async protocolError(ctx: Context) {
    return ctx.listRoots();
  }

  @Tool({ name: 'confirm_delete', description: 'Ask before deleting', task: 'optional' })
  async confirm({ filename }: FileInput, ctx: Context) {
    const answer = await ctx.elicit(`Delete ${filename}?`, DeleteForm);
    const isWanted = answer.action === 'accept' && answer.data.confirm;
    return isWanted ? `Deleted ${filename}.` : `Kept ${filename}.`;
  }

  @Tool({ name: 'multi_input', description: 'Ask two things at a time', task: 'optional' })
  async several(ctx: Context) {
    const [first, second] = await Promise.all([
      ctx.elicit('Who approves first?', ApprovalForm),
      ctx.elicit('Who approves second?', ApprovalForm),
    ]);
    return { first, second };
  }

  /** What `@Elicited` asks is asked before there is a task. */
  @Tool({ name: 'test_tool_with_task', description: 'Ask first, then take some time', task: 'required' })
  async asking(
    @Elicited('What is your name?', NameForm, { key: 'user_name' }) { name }: NameForm,
    ctx: Context,
  ) {
    await sleep(100, undefined, { signal: ctx.signal });
    return `Worked for ${name}.`;
  }
}
