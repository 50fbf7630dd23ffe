import { IsInt, IsString } from 'class-validator';
import { Context, Elicited, Injectable, Module, Param, Prompt, Resource, samplingTool, Tool } from 'portico';
import { FormTools } from '../elicitation/forms.fixture.js';

export class City {
  @IsString() city!: string;
}

export class Guests {
  @IsInt() guests!: number;
}

const lookUp = samplingTool({
  name: 'look_up',
  description: 'The sights of a city',
  input: City,
  execute: ({ city }) => `the tower of ${city}`,
});

/** How often an effect was done in this process. */
let effects = 0;

/** Every way to ask, once. */
@Injectable()
export class QuestionTools {
  @Tool() async url(ctx: Context) {
    const answer = await ctx.elicitUrl('Please pay.', 'https://pay.example/7');
    await answer.complete();
    return { action: answer.action };
  }

  @Tool() elicited(
    @Elicited('For how many?', Guests) { guests }: Guests,
    @Elicited('Inside?', Boolean) inside: boolean,
  ) {
    return { guests, inside };
  }

  @Tool() async sample(ctx: Context) {
    const { text, model } = await ctx.sample('Say hello.');
    return { text, model };
  }

  @Tool() async sampleResult(ctx: Context) {
    const { result } = await ctx.sample('Which city?', { result: City });
    return { city: result.city, isCity: result instanceof City };
  }

  @Tool() async sampleTools(ctx: Context) {
    const { text } = await ctx.sample('What is there to see in Paris?', { tools: [lookUp] });
    return { text };
  }

  @Tool() async roots(ctx: Context) {
    return { roots: await ctx.listRoots() };
  }

  @Tool() async together(ctx: Context) {
    const [guests, inside, hello, roots] = await Promise.all([
      ctx.elicitOrThrow('How many?', Number),
      ctx.confirm('Inside?'),
      ctx.sample('Say hello.'),
      ctx.listRoots(),
    ]);
    return { guests, inside, text: hello.text, roots: roots.length };
  }

  @Tool() async again(ctx: Context) {
    return ctx.elicitOrThrow('At least three?', Guests);
  }

  /** An effect between two questions; says which processes did what. */
  @Tool() async effect(ctx: Context) {
    const first = await ctx.ask('First?');
    const done = await ctx.once('effect', () => ({ pid: process.pid, count: ++effects }));
    const at = ctx.now().getTime();
    const second = await ctx.ask(`Second, after ${at}?`);
    return { first, second, done, pid: process.pid };
  }

  @Prompt() async letter(@Param('to') to: string, ctx: Context) {
    return `${to}, ${await ctx.ask('Signed by?')}`;
  }

  @Resource('table://{id}') async table(@Param('id') id: string, ctx: Context) {
    return `${id}: ${await ctx.ask('For whom?')}`;
  }
}

@Module({ providers: [FormTools, QuestionTools] })
export class EveryQuestionModule {
  static readonly file = import.meta.url;
}
