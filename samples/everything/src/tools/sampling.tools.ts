import { IsString } from 'class-validator';
import { Context, Describe, Tool } from 'portico';

export class PromptInput {
  @Describe('What to ask the model') @IsString() prompt!: string;
}

/** Questions to the client's model in the middle of a call. */
export class SamplingTools {
  @Tool({ name: 'test_sampling', description: "Ask the client's model" })
  async sample({ prompt }: PromptInput, ctx: Context) {
    const { text } = await ctx.sample(prompt, { maxTokens: 100 });
    return `LLM response: ${text}`;
  }

  @Tool({ name: 'test_missing_capability', description: 'Need a client that declares sampling' })
  async needsSampling(ctx: Context) {
    await ctx.sample('Reply with the single word: pong', { maxTokens: 16 });
    return 'The client has a model';
  }
}
