import { content, Context, Injectable, Module, Tool, type SamplingMessageLike } from 'portico';
import { attempt } from '../support/attempt.js';

@Injectable()
export class StepTools {
  @Tool('Double a number') double() {
    throw new Error('A step runs no tools.');
  }
  @Tool() async step(ctx: Context) {
    return ctx.sampleStep('Go.', { tools: ['double'], toolChoice: 'required', maxTokens: 7 });
  }
  @Tool() async plain(ctx: Context) {
    return ctx.sampleStep([{ role: 'user', content: [content.text('Go.')] }]);
  }
  @Tool() async loop(ctx: Context) {
    let messages: readonly SamplingMessageLike[] = [{ role: 'user', content: 'Go.' }];
    for (let turn = 1; ; turn++) {
      const step = await ctx.sampleStep(messages, { tools: ['double'], key: `turn ${turn}` });
      if (!step.isToolUse) return { text: step.text, turns: turn };
      const answers = step.toolCalls.map(
        ({ id, input }) =>
          ({ type: 'tool_result', toolUseId: id, content: [content.text(JSON.stringify(input))] }) as const,
      );
      messages = [...step.history, { role: 'user', content: answers }];
    }
  }
  @Tool() async unanswered(ctx: Context) {
    const { history } = await ctx.sampleStep('Go.', { tools: ['double'] });
    return attempt(() => ctx.sampleStep(history));
  }
  @Tool() async choice(ctx: Context) {
    return attempt(() => ctx.sampleStep('Go.', { toolChoice: 'none' }));
  }
}

@Module({ providers: [StepTools] })
export class StepModule {}
