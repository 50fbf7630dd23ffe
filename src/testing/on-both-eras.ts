import type { Era } from '../context/exchange.js';

/** Groups tests under a name: `describe` of Jest, Vitest and `node:test`. */
export type Describe = (name: string, suite: () => void) => unknown;

/**
 * Runs a suite once for each family of protocol revisions, with the `describe` of any runner of tests.
 *
 * @example
 * ```ts
 * onBothEras(describe)('orders', (era) => {
 *   test('greets', async () => {
 *     const client = await createTestClient(AppModule, { era });
 *     assert.equal(await client.call(GreetTools, 'greet', { name: 'Ada' }), 'Hello Ada');
 *     await client.close();
 *   });
 * });
 * ```
 */
export function onBothEras(describe: Describe): (name: string, suite: (era: Era) => void) => void {
  return (name, suite) => {
    for (const era of ['session', 'stateless'] as const) describe(`${name} (${era})`, () => suite(era));
  };
}
