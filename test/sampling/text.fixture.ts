import { Context, Injectable, Module, Tool, type SampleOptions, type SamplingInput } from 'portico';
import { attempt } from '../support/attempt.js';

/** What the next call of `ask` asks with: a fixture is handed values a tool's arguments could not carry. */
export const next: { input: SamplingInput; options?: SampleOptions } = { input: 'hello' };

@Injectable()
export class TextTools {
  @Tool() async ask(ctx: Context) {
    return ctx.sample(next.input, next.options);
  }
  @Tool() async tries(ctx: Context) {
    return attempt(() => ctx.sample(next.input, next.options));
  }
  @Tool() async talk(ctx: Context) {
    const first = await ctx.sample('Name a colour.');
    const second = await ctx.sample([...first.history, 'And another.']);
    return { first, second };
  }
  @Tool() async together(ctx: Context) {
    const [a, b, c] = await Promise.all([
      ctx.sample('a'),
      ctx.sample('b', { key: 'second' }),
      ctx.sample('c'),
    ]);
    return { texts: [a.text, b.text, c.text] };
  }
}

@Module({ providers: [TextTools] })
export class TextModule {}
