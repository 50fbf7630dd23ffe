import { Context, Injectable, Module, Tool, type StateOptions } from 'portico';
import { attempt } from '../support/attempt.js';

interface StateInput {
  readonly key: string;
  readonly value?: unknown;
  readonly options?: StateOptions;
}

const input = { type: 'object' };

/** The members of `Context`, one tool for each. */
@Injectable()
export class StateTools {
  @Tool({ input }) async set({ key, value, options }: StateInput, ctx: Context) {
    return { answer: await attempt(() => ctx.setState(key, value, options)) };
  }
  @Tool({ input }) async get({ key, options }: StateInput, ctx: Context) {
    return { answer: await attempt(() => ctx.getState(key, options)) };
  }
  @Tool({ input }) async has({ key, options }: StateInput, ctx: Context) {
    return { answer: await attempt(() => ctx.hasState(key, options)) };
  }
  @Tool({ input }) async delete({ key, options }: StateInput, ctx: Context) {
    return { answer: await attempt(() => ctx.deleteState(key, options)) };
  }
}

@Module({ providers: [StateTools] })
export class StateModule {
  static readonly file = import.meta.url;
}
