import { setTimeout } from 'node:timers/promises';

/** Repeats an assertion until it holds; what it last threw is thrown when it has not come true within `ms`. */
export async function eventually<T>(assertion: () => T | Promise<T>, ms = 5_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await setTimeout(10);
  }
}
