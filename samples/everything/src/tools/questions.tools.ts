import { IsBoolean, IsString } from 'class-validator';
import { Context, Tool } from 'portico';

export class NameForm {
  @IsString() name!: string;
}

export class ColorForm {
  @IsString() color!: string;
}

export class ConfirmForm {
  @IsBoolean() ok!: boolean;
}

/**
 * Questions with keys of their own. On the stateless revision each round of questions is one answer with
 * `input_required`, and the client finds them under these keys.
 */
export class QuestionTools {
  @Tool({ name: 'test_input_required_result_elicitation', description: 'Ask the user one question' })
  async elicitation(ctx: Context) {
    const { name } = await ctx.elicitOrThrow('What is your name?', NameForm, { key: 'user_name' });
    return `Hello, ${name}!`;
  }

  @Tool({ name: 'test_input_required_result_sampling', description: 'Ask the model one question' })
  async sampling(ctx: Context) {
    const { text } = await ctx.sample('What is the capital of France?', {
      maxTokens: 100,
      key: 'capital_question',
    });
    return `Sampling response: ${text}`;
  }

  @Tool({ name: 'test_input_required_result_list_roots', description: 'Ask the client for its roots' })
  async roots(ctx: Context) {
    const roots = await ctx.listRoots({ key: 'client_roots' });
    return `Client exposed ${roots.length} root(s): ${roots.map(({ uri }) => uri).join(', ')}`;
  }

  @Tool({ name: 'test_input_required_result_multiple_inputs', description: 'Ask three questions at a time' })
  async several(ctx: Context) {
    const [{ name }, { text }, roots] = await Promise.all([
      ctx.elicitOrThrow('What is your name?', NameForm, { key: 'user_name' }),
      ctx.sample('Generate a greeting', { maxTokens: 50, key: 'greeting' }),
      ctx.listRoots({ key: 'client_roots' }),
    ]);
    return `${text} ${name}: ${roots.length} root(s) visible`;
  }

  @Tool({ name: 'test_input_required_result_multi_round', description: 'Ask one question after the other' })
  async rounds(ctx: Context) {
    const { name } = await ctx.elicitOrThrow('Step 1: What is your name?', NameForm, { key: 'step1' });
    const { color } = await ctx.elicitOrThrow('Step 2: What is your favorite color?', ColorForm, {
      key: 'step2',
    });
    return `${name} likes ${color}`;
  }

  @Tool({
    name: 'test_input_required_result_request_state',
    description: 'Go on where a question interrupted',
  })
  async state(ctx: Context) {
    await ctx.elicit('Please confirm', ConfirmForm, { key: 'confirm' });
    return 'state-ok: the call went on with what it knew';
  }

  @Tool({ name: 'test_input_required_result_tampered_state', description: 'Refuse a forged state' })
  async forgery(ctx: Context) {
    await ctx.elicit('Please confirm', ConfirmForm, { key: 'confirm' });
    return 'integrity-ok: the state came back as it was sent';
  }

  @Tool({
    name: 'test_input_required_result_capabilities',
    description: 'Ask only what this client can answer',
  })
  async capabilities(ctx: Context) {
    const { elicitation, sampling, roots } = ctx.client.capabilities;
    await Promise.all([
      elicitation && ctx.elicit('What is your name?', NameForm, { key: 'user_name' }),
      sampling && ctx.sample('Generate a short greeting', { maxTokens: 50, key: 'greeting' }),
      roots && ctx.listRoots({ key: 'client_roots' }),
    ]);
    return 'Everything the client can answer was answered';
  }
}
