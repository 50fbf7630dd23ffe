import { expect, test } from '@jest/globals';
import { Context, Module, Tool } from 'portico';
import { createTestClient } from 'portico/testing';
import { idempotencyKeyOf, runOnce } from '../../src/interaction/effects.js';
import { MemoryFlowStore } from '../../src/interaction/stores/memory-flow-store.js';

const MINUTE = 60_000;

test('who comes with a result after somebody else has done the same is given what was kept', async () => {
  const store = new MemoryFlowStore();
  const once = (effect: () => Promise<string>) =>
    runOnce(store, 'flow', 'fetch', MINUTE, effect, { repeatable: true });
  let finish!: (value: string) => void;
  const slow = once(() => new Promise((resolve) => (finish = resolve)));
  await Promise.resolve();
  // As its claim does when it has shown no sign of life for too long.
  await store.release(`once:${idempotencyKeyOf('flow', 'fetch')}`);
  expect(await once(() => Promise.resolve('of the second'))).toBe('of the second');
  finish('of the first');
  expect(await slow).toBe('of the second');
  expect(await once(() => Promise.reject(new Error('made again')))).toBe('of the second');
});

test.each(['session', 'stateless'] as const)(
  'a store in JavaScript that does not say what it has kept has kept what it was given, era %s',
  async (era) => {
    let charges = 0;
    class PayTools {
      @Tool() async pay(ctx: Context) {
        return { receipt: await ctx.once('charge', () => ++charges) };
      }
    }
    @Module({ providers: [PayTools] })
    class PayModule {}
    const store = new MemoryFlowStore();
    const { settle } = store;
    store.settle = async (...given) => void (await settle.apply(store, given)) as never;
    const client = await createTestClient(PayModule, { era, interaction: { store } });
    expect((await client.callTool('pay')).structuredContent).toEqual({ receipt: 1 });
    expect(charges).toBe(1);
    await client.close();
  },
);
