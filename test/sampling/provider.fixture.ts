import { Context, Injectable, Module, Tool, type SamplingProvider, type SamplingRequest } from 'portico';
import { attempt } from '../support/attempt.js';

/** A model of the server's own that answers what `reply` says and remembers what it was asked. */
export class OwnModel implements SamplingProvider {
  readonly asked: SamplingRequest[] = [];

  constructor(private readonly reply: (request: SamplingRequest, turn: number) => unknown) {}

  async createMessage(request: SamplingRequest, { signal }: { readonly signal: AbortSignal }) {
    signal.throwIfAborted();
    this.asked.push(request);
    return (await this.reply(request, this.asked.length)) as Awaited<
      ReturnType<SamplingProvider['createMessage']>
    >;
  }
}

@Injectable()
export class ProviderTools {
  @Tool() async ask(ctx: Context) {
    return attempt(async () => {
      const { text, model } = await ctx.sample('Go.');
      return { text, model };
    });
  }
  @Tool() async unhandled(ctx: Context) {
    return (await ctx.sample('Go.')).text;
  }
  @Tool() async structured(ctx: Context) {
    return attempt(async () => (await ctx.sample('Go.', { result: { type: 'integer' } })).result);
  }
  @Tool() async tools(ctx: Context) {
    return attempt(
      async () => (await ctx.sample('Go.', { tools: [{ name: 'now', execute: () => 'noon' }] })).text,
    );
  }
  @Tool() async around(ctx: Context) {
    const before = await ctx.confirm('Before?');
    const one = await ctx.sample('One.', { key: 'same' });
    const two = await ctx.sample('Two.', { key: 'same' });
    const after = await ctx.confirm('After?');
    return { before, after, texts: [one.text, two.text] };
  }
}

@Module({ providers: [ProviderTools] })
export class ProviderModule {}
