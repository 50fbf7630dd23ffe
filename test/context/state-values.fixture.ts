import { Context, Injectable, Module, Tool } from 'portico';
import { attempt } from '../support/attempt.js';

class Money {
  constructor(readonly cents: number) {}
}

const cycle: Record<string, unknown> = { id: 1 };
cycle['lines'] = [{ order: cycle }];

const oddValues: Readonly<Record<string, unknown>> = {
  function: { done: () => true },
  symbol: { kind: Symbol('kind') },
  bigint: { order: { items: [{ price: 1 }, { price: 1n }] } },
  map: { prices: new Map() },
  set: [new Set()],
  cycle,
  nan: { ratio: NaN },
  infinity: [1, Infinity],
  date: { at: new Date(0) },
  instance: { total: new Money(5) },
  promise: Promise.resolve(1),
  'undefined in an array': [1, undefined],
  undefined: undefined,
};

/** Shares values of one request with the tools, by reference. */
@Injectable()
export class Basket {
  constructor(private readonly ctx: Context) {}

  content() {
    return this.ctx.getState<Money>('local');
  }
}

@Injectable()
export class StateValueTools {
  constructor(private readonly basket: Basket) {}

  @Tool({ input: { type: 'object' } })
  async odd({ kind }: { kind: string }, ctx: Context) {
    const refused = await attempt(() => ctx.setState('odd', oddValues[kind], { scope: 'app' }));
    return { refused, has: await ctx.hasState('odd', { scope: 'app' }) };
  }

  @Tool() async copies(ctx: Context) {
    const value = { items: ['a'] };
    await ctx.setState('copied', value, { scope: 'app' });
    value.items.push('b');
    const first = await ctx.getState<typeof value>('copied', { scope: 'app' });
    first!.items.push('c');
    return { second: await ctx.getState('copied', { scope: 'app' }) };
  }

  @Tool() async byReference(ctx: Context) {
    const money = new Money(5);
    const before = await ctx.getState('local').catch(() => undefined);
    await ctx.setState('local', money, { serializable: false });
    return {
      before: before === undefined,
      same: (await ctx.getState('local')) === money,
      sameInService: (await this.basket.content()) === money,
      has: await ctx.hasState('local'),
      inner: (await ctx.callTool('cents')).content,
      deleted: await ctx.deleteState('local').catch(() => true),
    };
  }

  @Tool() async anyValue(ctx: Context) {
    for (const [name, value] of Object.entries(oddValues)) {
      await ctx.setState(name, value, { serializable: false });
      if ((await ctx.getState(name)) !== (await value)) return `${name} did not come back`;
    }
    return 'all came back';
  }

  @Tool() async leaveBehind(ctx: Context) {
    await ctx.setState('left', new Money(1), { serializable: false });
  }
  @Tool() async find(ctx: Context) {
    return (await ctx.hasState('left').catch(() => false)) ? 'found' : 'nothing';
  }

  @Tool() async cents(ctx: Context) {
    return (await ctx.getState<Money>('local'))?.cents;
  }
}

@Module({ providers: [Basket, StateValueTools] })
export class StateValuesModule {
  static readonly file = import.meta.url;
}
