import { IsInt } from 'class-validator';
import { Context, Injectable, Module, Param, Prompt, Resource, Tool, UserError } from 'portico';
import { attempt } from '../support/attempt.js';

export class DoubleInput {
  @IsInt() n!: number;
}

/** What the tools below find by `Context`. */
@Injectable()
export class Neighbours {
  @Tool('Double a number') double(input: DoubleInput) {
    return { result: input.n * 2 };
  }
  @Tool() whoAmI(ctx: Context) {
    const { requestId, sessionId, client, transport, era, protocolVersion, meta } = ctx;
    const label = meta['example.org/label'];
    return { requestId, sessionId, client: client.name, transport, era, protocolVersion, label };
  }
  @Tool() fails() {
    throw new Error('internal detail');
  }
  @Tool() refuses() {
    throw new UserError('Not today.');
  }

  @Resource('notes://today', { description: 'Notes' }) notes() {
    return { text: 'today' };
  }
  @Resource('notes://{day}') notesOf(@Param('day') day: string) {
    return `notes of ${day}`;
  }
  @Resource('broken://note') broken() {
    throw new Error('internal detail');
  }

  @Prompt('Summarise notes') summarise(@Param('day') day: string) {
    return `Summarise ${day}`;
  }
}

@Injectable()
export class Caller {
  @Tool() async calls(ctx: Context) {
    return {
      double: await ctx.callTool('double', { n: 21 }),
      invalid: await ctx.callTool('double', { n: 'many' }),
      fails: await ctx.callTool('fails'),
      refuses: await ctx.callTool('refuses'),
      unknown: await attempt(() => ctx.callTool('dubble')),
    };
  }
  @Tool() async callers(ctx: Context) {
    const own = await ctx.callTool('whoAmI');
    const nested = await ctx.callTool('nested');
    return { own: own.structuredContent, nested: nested.structuredContent };
  }
  @Tool() nested(ctx: Context) {
    return ctx.callTool('whoAmI');
  }

  @Tool() async reads(ctx: Context) {
    return {
      static: await ctx.readResource('notes://today'),
      template: await ctx.readResource('notes://monday'),
      broken: await attempt(() => ctx.readResource('broken://note')),
      unknown: await attempt(() => ctx.readResource('nowhere://note')),
    };
  }
  @Tool() async prompts(ctx: Context) {
    return {
      prompt: await ctx.getPrompt('summarise', { day: 'monday' }),
      missing: await attempt(() => ctx.getPrompt('summarise')),
    };
  }

  @Tool() async tools(ctx: Context) {
    return ctx.listTools();
  }
  @Tool() async resources(ctx: Context) {
    return { resources: await ctx.listResources(), templates: await ctx.listResourceTemplates() };
  }
  @Tool() async listedPrompts(ctx: Context) {
    return { prompts: await ctx.listPrompts() };
  }
}

@Module({ providers: [Neighbours, Caller] })
export class InProcessModule {
  static readonly file = import.meta.url;
}
