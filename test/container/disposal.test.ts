import { expect, test } from '@jest/globals';
import { disposeAll, isDisposable } from '../../src/container/disposal.js';
import { RecordedLog } from '../support/recorded-log.js';

const disposal = (timeout = 1_000) => ({ timeout, log: new RecordedLog() });

test.each<[string, object, string]>([
  [
    'onShutdown',
    { onShutdown: () => 'a', [Symbol.asyncDispose]: () => 'b', [Symbol.dispose]: () => 'c' },
    'a',
  ],
  ['Symbol.asyncDispose', { [Symbol.asyncDispose]: () => 'b', [Symbol.dispose]: () => 'c' }, 'b'],
  ['Symbol.dispose', { [Symbol.dispose]: () => 'c' }, 'c'],
])('%s alone is called', async (_name, methods, expected) => {
  const called: string[] = [];
  const instance = Object.fromEntries(
    Reflect.ownKeys(methods).map((key) => [
      key,
      () => called.push((methods as Record<symbol, () => string>)[key as symbol]!()),
    ]),
  );
  expect(isDisposable(instance)).toBe(true);
  await disposeAll([instance], disposal());
  expect(called).toEqual([expected]);
});

test.each([undefined, null, 1, 'text', {}, () => {}, { onShutdown: undefined }])(
  '%p has nothing to dispose',
  (value) => {
    expect(isDisposable(value)).toBe(false);
  },
);

test('one after the other, in the order given, with their own this', async () => {
  const order: string[] = [];
  const make = (name: string, ms: number) => ({
    name,
    async onShutdown() {
      await new Promise((resolve) => setTimeout(resolve, ms));
      order.push(this.name);
    },
  });
  await disposeAll([make('slow', 20), {}, make('fast', 0)], disposal());
  expect(order).toEqual(['slow', 'fast']);
});

test('what fails or hangs is logged with its class, and does not stop the rest', async () => {
  class Throwing {
    onShutdown() {
      throw new Error('at once');
    }
  }
  class Rejecting {
    async onShutdown() {
      throw new Error('later');
    }
  }
  class Hanging {
    onShutdown() {
      return new Promise(() => {});
    }
  }
  let ended = false;
  const given = disposal(20);
  await disposeAll(
    [new Throwing(), new Rejecting(), new Hanging(), { onShutdown: () => (ended = true) }],
    given,
  );
  expect(ended).toBe(true);
  expect(given.log.lines).toEqual([
    expect.stringMatching(/^error Throwing could not be disposed: Error: at once/),
    expect.stringMatching(/^error Rejecting could not be disposed: Error: later/),
    expect.stringMatching(/^error Hanging could not be disposed: .*took longer than 20 ms/),
  ]);
});
