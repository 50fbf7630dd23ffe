import { DeadlineExceeded, withDeadline } from '../../../common/deadline.js';
import { isPorticoError, PorticoError } from '../../../common/portico-error.js';
import type { StateAdapter } from './state-adapter.js';

/** In ms: less than the second within which a store that is down must be told. */
const PATIENCE = 900;
/** In ms: how long a store that fell silent is left alone before it is tried again. */
const REST = 500;

/**
 * Gives every answer of a store a deadline, and every failure one type. While a store is silent it is asked only now and
 * then: requests do not pile up at it, to be done long after they were given up.
 */
export class DeadlineAdapter implements StateAdapter {
  private restsUntil = 0;
  private lastAnswer = 0;

  constructor(private readonly inner: StateAdapter) {}

  get(key: string): Promise<string | undefined> {
    return this.within('read', () => this.inner.get(key));
  }
  has(key: string): Promise<boolean> {
    return this.within('read', () => this.inner.has(key));
  }
  set(key: string, text: string, ttl: number): Promise<void> {
    return this.within('written', () => this.inner.set(key, text, ttl));
  }
  delete(key: string): Promise<boolean> {
    return this.within('deleted', () => this.inner.delete(key));
  }
  replace(
    key: string,
    expected: string | undefined,
    text: string,
    ttl: number | undefined,
  ): Promise<boolean> {
    return this.within('updated', () => this.inner.replace(key, expected, text, ttl));
  }
  touch(key: string, ttl: number): Promise<void> {
    return this.within('prolonged', () => this.inner.touch(key, ttl));
  }
  clearOwner(prefix: string): Promise<boolean> {
    return this.within('cleared', () => this.inner.clearOwner(prefix));
  }
  clear(): Promise<void> {
    return this.within('cleared', () => this.inner.clear());
  }
  async disconnect(): Promise<void> {
    await withDeadline(this.inner.disconnect(), PATIENCE, 'Closing the store');
  }

  private async within<T>(what: string, ask: () => Promise<T>): Promise<T> {
    const start = performance.now();
    if (start < this.restsUntil) throw stateUnavailable(what, new Error('it has fallen silent'));
    const answer = this.heard(ask());
    try {
      return await withDeadline(answer, PATIENCE, 'The store');
    } catch (error) {
      const isSilent = error instanceof DeadlineExceeded && this.lastAnswer < start;
      if (isSilent) this.restsUntil = performance.now() + REST;
      throw isPorticoError(error) ? error : stateUnavailable(what, error);
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

/** @param what such as `read` */
export function stateUnavailable(what: string, cause: unknown): PorticoError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const doubt =
    cause instanceof DeadlineExceeded && what !== 'read' ? ' Whether it was done is not known.' : '';
  return new PorticoError(
    'PORTICO_STATE_UNAVAILABLE',
    `State could not be ${what}: the store does not answer (${reason}).${doubt} It is taken up again by itself when the store is back; until then, try later or go without.`,
    { cause },
  );
}
