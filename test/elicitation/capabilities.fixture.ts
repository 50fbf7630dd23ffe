import { Context, Elicited, Injectable, Module, Tool } from 'portico';
import { attempt } from '../support/attempt.js';

@Injectable()
export class CapabilityTools {
  @Tool() async all(ctx: Context) {
    return {
      elicit: await attempt(() => ctx.elicit('?', String)),
      elicitOrThrow: await attempt(() => ctx.elicitOrThrow('?', String)),
      confirm: await attempt(() => ctx.confirm('?')),
      ask: await attempt(() => ctx.ask('?')),
      choose: await attempt(() => ctx.choose('?', ['a'])),
      chooseMany: await attempt(() => ctx.chooseMany('?', ['a'])),
      elicitUrl: await attempt(async () => (await ctx.elicitUrl('?', 'https://a.example')).action),
    };
  }

  @Tool() elicited(@Elicited('?', String) text: string) {
    return text;
  }
}

@Module({ providers: [CapabilityTools] })
export class CapabilityModule {}
