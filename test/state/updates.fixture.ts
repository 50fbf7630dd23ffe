import { setTimeout as pass } from 'node:timers/promises';
import { Context, Injectable, Module, stateKey, Tool } from 'portico';
import { attempt } from '../support/attempt.js';

const app = { scope: 'app' } as const;
const noItems: { items: string[] } = { items: [] };
const listKey = stateKey<{ items: string[] }>('list', { scope: 'app' });

const input = { type: 'object' };

@Injectable()
export class UpdateTools {
  /** How often a function was called that computes a new value. */
  static computed = 0;

  @Tool({ input }) async add({ key, by }: { key: string; by: number }, ctx: Context) {
    return ctx.updateState<number>(
      key,
      async (current) => {
        await pass(Math.random() * 2);
        return current + by;
      },
      { ...app, default: 0 },
    );
  }
  @Tool({ input }) async count({ key, by, ttl }: { key: string; by?: number; ttl?: number }, ctx: Context) {
    return { answer: await attempt(() => ctx.incrementState(key, by, { ...app, ...(ttl && { ttl }) })) };
  }
  @Tool({ input }) async read({ key }: { key: string }, ctx: Context) {
    return { value: await ctx.getState(key, app) };
  }
  @Tool({ input }) async write({ key, value }: { key: string; value: unknown }, ctx: Context) {
    await ctx.setState(key, value, app);
  }

  @Tool() async first(ctx: Context) {
    const seen: unknown[] = [];
    await ctx.deleteState('first', app);
    await ctx.updateState(
      'first',
      (current) => (seen.push(current === undefined ? 'nothing' : current), null),
      app,
    );
    await ctx.updateState('first', (current) => (seen.push(current), 0), app);
    await ctx.updateState('first', (current) => (seen.push(current), ''), app);
    return seen;
  }
  @Tool() async ownDefault(ctx: Context) {
    const change = (list: { items: string[] }) => (list.items.push('a'), list);
    await ctx.deleteState(listKey);
    const first = await ctx.updateState(listKey, change, { default: noItems });
    await ctx.deleteState(listKey);
    const second = await ctx.updateState(listKey, change, { default: noItems });
    return { first, second, none: noItems };
  }
  @Tool() async refused(ctx: Context) {
    await ctx.setState('kept', 'before', app);
    const update = (compute: () => unknown) => attempt(() => ctx.updateState('kept', compute, app));
    return {
      nothing: await update(() => undefined),
      fails: await update(() => {
        throw new Error('no');
      }),
      sets: await update(() => ctx.setState('kept', 1, app)),
      deletes: await update(() => ctx.deleteState('kept', app)),
      updates: await update(() => ctx.updateState('kept', () => 1, app)),
      increments: await update(() => ctx.incrementState('kept', 1, app)),
      other: await update(() => ctx.incrementState('another', 1, app)),
      kept: await ctx.getState('kept', app),
    };
  }
  @Tool() async conflicts(ctx: Context) {
    UpdateTools.computed = 0;
    await ctx.setState('contested', 0, app);
    let begin!: () => void;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    // Not a part of the update, which may not write what it updates; but after the update has read.
    const writer = begun.then(() => ctx.callTool('write', { key: 'contested', value: 10 }));
    const written = await ctx.updateState<number>(
      'contested',
      async (current) => {
        begin();
        if (UpdateTools.computed++ === 0) await writer;
        return current! + 1;
      },
      app,
    );
    return { written, computed: UpdateTools.computed };
  }

  /** Asks in the middle, so that over the stateless protocol it may be run again. */
  @Tool({ input }) async askBetween({ key }: { key: string }, ctx: Context) {
    const count = await ctx.incrementState(`${key} count`, 1, app);
    const cart = await ctx.updateState<string[]>(key, (list) => [...list, `item ${count}`], {
      ...app,
      default: [],
    });
    await ctx.setState(`${key} stage`, 'asked', app);
    const was = await ctx.deleteState(`${key} mark`, app);
    const sure = await ctx.confirm(`Sure about ${cart.join()}?`);
    await ctx.incrementState(`${key} count`, 1, app);
    return { sure, count, cart, was, after: await ctx.getState(`${key} count`, app) };
  }
}

@Module({ providers: [UpdateTools] })
export class UpdatesModule {
  static readonly file = import.meta.url;
}
