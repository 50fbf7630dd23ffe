import { classCodec, Context, Injectable, Module, PorticoError, Tool } from 'portico';
import { attempt } from '../support/attempt.js';

export class Money {
  constructor(readonly cents: number) {}

  get text() {
    return `${this.cents} ct`;
  }
}

export class Invoice {
  lines: { price: Money }[] = [];
}

export const codecs = [classCodec(Money), classCodec(Invoice)];

const cycle: Record<string, unknown> = { id: 1 };
cycle['lines'] = [{ order: cycle }];

let deep: unknown = 1;
for (let i = 0; i < 20_000; i++) deep = [deep];

class Tagged extends Map {}

/** What is refused, also where Date, Map and the like are not. */
const refusedValues: Readonly<Record<string, unknown>> = {
  function: { done: () => true },
  symbol: { kind: Symbol('kind') },
  cycle,
  'cycle through a map': { index: new Map([['a', cycle]]) },
  nan: { ratio: NaN },
  infinity: [1, Infinity],
  instance: { error: new PorticoError('CODE', 'text') },
  'instance in a map': new Map([['a', { b: new PorticoError('CODE', 'text') }]]),
  'subclass of a class with a codec': { tags: new Tagged() },
  promise: Promise.resolve(1),
  'invalid date': { at: new Date(NaN) },
  'undefined in an array': [1, undefined],
  undefined: undefined,
  deep,
};

const storableValues: Readonly<Record<string, unknown>> = {
  date: new Date('2026-07-28T12:00:00.123Z'),
  map: new Map<unknown, unknown>([
    ['a', 1],
    [{ id: 1 }, new Set([new Date(0)])],
  ]),
  set: new Set([1, 'one', null]),
  bigint: { total: 12345678901234567890n },
  bytes: new Uint8Array([0, 255, 128]).subarray(1),
  buffer: Buffer.from('ä€'),
  instance: { paid: new Money(5) },
  nested: Object.assign(new Invoice(), { lines: [{ price: new Money(7) }] }),
  'an object that looks like a tag': { $: ['date', 'x'], list: [{ $: 1 }] },
  'a text that looks like one': { text: '{"$":["map",[]]}', '"$': 1 },
  'a key of a prototype': JSON.parse('{"__proto__": {"a": 1}, "at": {"$": [1]}}'),
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
  /** What was stored, for the tests to compare with what comes back. */
  static seen: unknown;

  constructor(private readonly basket: Basket) {}

  @Tool({ input: { type: 'object' } })
  async refused({ kind }: { kind: string }, ctx: Context) {
    const refused = await attempt(() => ctx.setState('odd', refusedValues[kind], { scope: 'app' }));
    return { refused, has: await ctx.hasState('odd', { scope: 'app' }) };
  }

  @Tool({ input: { type: 'object' } })
  async store({ kind }: { kind: string }, ctx: Context) {
    await ctx.setState(kind, storableValues[kind], { scope: 'app' });
  }
  @Tool({ input: { type: 'object' } })
  async fetch({ kind }: { kind: string }, ctx: Context) {
    StateValueTools.seen = await ctx.getState(kind, { scope: 'app' });
    return StateValueTools.seen !== storableValues[kind];
  }

  @Tool() async copies(ctx: Context) {
    const value = { items: ['a'], at: new Date(0) };
    await ctx.setState('copied', value, { scope: 'app' });
    value.items.push('b');
    value.at.setTime(1);
    const first = await ctx.getState<typeof value>('copied', { scope: 'app' });
    first!.items.push('c');
    first!.at.setTime(2);
    const updated = await ctx.updateState<typeof value>('copied', (current) => current!, { scope: 'app' });
    updated.items.push('d');
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
      timed: (await ctx.callTool('timedCents')).content,
      otherScope: await ctx.hasState('local', { scope: 'app' }),
      deleted: await ctx.deleteState('local').catch(() => true),
    };
  }

  @Tool() async shadow(ctx: Context) {
    const scope = { scope: 'app' } as const;
    await ctx.setState('shadowed', 'stored', scope);
    await ctx.setState('shadowed', 'local', { ...scope, serializable: false });
    const seen = [await ctx.getState('shadowed', scope)];
    await ctx.setState('shadowed', 'written', scope);
    seen.push(await ctx.getState('shadowed', scope));
    await ctx.setState('shadowed', 'local', { ...scope, serializable: false });
    await ctx.updateState<string>('shadowed', (current) => `${current} again`, scope);
    seen.push(await ctx.getState('shadowed', scope));
    return seen;
  }

  @Tool() async anyValue(ctx: Context) {
    for (const [name, value] of Object.entries({ ...refusedValues, ...storableValues })) {
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
  @Tool({ timeout: '1m' }) async timedCents(ctx: Context) {
    return (await ctx.getState<Money>('local'))?.text;
  }
}

@Module({ providers: [Basket, StateValueTools] })
export class StateValuesModule {
  static readonly file = import.meta.url;
}
