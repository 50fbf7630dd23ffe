import { afterAll, beforeAll, expect } from '@jest/globals';

/** Fails the tests of a file where a promise is rejected unheard, or an error thrown at nobody, while they run. */
export function expectNothingUnheard(): void {
  const unheard: unknown[] = [];
  const note = (reason: unknown): void => void unheard.push(reason);
  beforeAll(() => {
    process.on('unhandledRejection', note);
    process.on('uncaughtExceptionMonitor', note);
  });
  afterAll(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    process.off('unhandledRejection', note);
    process.off('uncaughtExceptionMonitor', note);
    expect(unheard).toEqual([]);
  });
}
