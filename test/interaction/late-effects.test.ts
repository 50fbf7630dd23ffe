import { expect, test } from '@jest/globals';
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
