import { DeadlineExceeded, withDeadline } from '../common/deadline.js';

/** In ms: a client must be told of a store that is silent within a second, and a busy process needs some of it. */
export const PATIENCE = 700;
/** In ms: how long a store that fell silent is left alone before it is tried again. */
const REST = 500;

/**
 * Gives every answer of a store a deadline. While a store is silent it is asked only now and then: requests do not pile up
 * at it, to be done long after they were given up.
 */
export class Patience {
  private restsUntil = 0;
  private lastAnswer = 0;

  /** @param ms how long an answer may take */
  constructor(private readonly ms = PATIENCE) {}

  /** @throws DeadlineExceeded, or whatever the store fails with */
  async ask<T>(work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    if (start < this.restsUntil) throw new Error('it has fallen silent');
    const answer = this.heard(work());
    try {
      return await withDeadline(answer, this.ms, 'The store');
    } catch (error) {
      const isSilent = error instanceof DeadlineExceeded && this.lastAnswer < start;
      if (isSilent) this.restsUntil = performance.now() + REST;
      throw error;
    }
  }

  /** Also an answer that came too late shows that the store is there. */
  private async heard<T>(answer: Promise<T>): Promise<T> {
    const result = await answer;
    this.lastAnswer = performance.now();
    this.restsUntil = 0;
    return result;
  }
}
