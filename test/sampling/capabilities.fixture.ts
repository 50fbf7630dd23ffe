import {
  content,
  Context,
  Injectable,
  MissingCapabilityError,
  Module,
  Prompt,
  Resource,
  Tool,
} from 'portico';

async function refusal(work: () => Promise<unknown>) {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof MissingCapabilityError)) throw error;
    const { code, message, required } = error;
    return { code, message, required };
  }
}

const tool = { name: 'now', execute: () => 'noon' };
const call = { type: 'tool_use', id: 'a', name: 'now', input: {} } as const;

@Injectable()
export class CapabilityTools {
  @Tool() sample(ctx: Context) {
    return refusal(() => ctx.sample('Go.'));
  }
  @Tool() sampleStep(ctx: Context) {
    return refusal(() => ctx.sampleStep('Go.'));
  }
  @Tool() withTools(ctx: Context) {
    return refusal(() => ctx.sample('Go.', { tools: [tool] }));
  }
  @Tool() toolsInHistory(ctx: Context) {
    const result = { type: 'tool_result', toolUseId: 'a', content: [content.text('noon')] } as const;
    return refusal(() =>
      ctx.sample([
        { role: 'assistant', content: call },
        { role: 'user', content: result },
      ]),
    );
  }
  @Tool() withContext(ctx: Context) {
    return refusal(() => ctx.sample('Go.', { includeContext: 'allServers' }));
  }
  @Tool() withoutContext(ctx: Context) {
    return refusal(async () => (await ctx.sample('Go.', { includeContext: 'none' })).text);
  }
  @Tool() roots(ctx: Context) {
    return refusal(() => ctx.listRoots());
  }
  @Tool() async unhandled(ctx: Context) {
    return (await ctx.sample('Go.')).text;
  }

  @Prompt() async prompt(ctx: Context) {
    return (await ctx.sample('Go.')).text;
  }
  @Resource('sampled://text') async resource(ctx: Context) {
    return (await ctx.sample('Go.')).text;
  }
}

@Module({ providers: [CapabilityTools] })
export class CapabilityModule {}
