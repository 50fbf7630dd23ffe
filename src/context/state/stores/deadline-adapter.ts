import { DeadlineExceeded, withDeadline } from '../../../common/deadline.js';
import { isPorticoError, PorticoError } from '../../../common/portico-error.js';
import { Patience, PATIENCE } from '../../../storage/patience.js';
import type { StateAdapter } from './state-adapter.js';

/** Gives every answer of a store a deadline, and every failure one type. */
export class DeadlineAdapter implements StateAdapter {
  private readonly patience = new Patience();

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
    try {
      return await this.patience.ask(ask);
    } catch (error) {
      throw isPorticoError(error) ? error : stateUnavailable(what, error);
    }
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
