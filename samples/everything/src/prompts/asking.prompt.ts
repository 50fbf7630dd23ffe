import { IsString } from 'class-validator';
import { Context, Prompt } from 'portico';

export class UserContextForm {
  @IsString() context!: string;
}

export class AskingPrompt {
  @Prompt({
    name: 'test_input_required_result_prompt',
    description: 'A text that the user is asked for first',
  })
  async ask(ctx: Context) {
    const form = UserContextForm;
    const { context } = await ctx.elicitOrThrow('What context should the prompt use?', form, {
      key: 'user_context',
    });
    return `Use the following context: ${context}`;
  }
}
