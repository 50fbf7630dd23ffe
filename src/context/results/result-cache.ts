import { createHash } from 'node:crypto';
import { isPorticoError } from '../../common/portico-error.js';
import type { ServerLog } from '../../common/server-log.js';
import type { ResultStore } from './result-store.js';

/** In ms: how long a store that did not answer is left alone. */
const REST = 1_000;

/** What a result may say of itself: only a fit one is kept. */
export interface Kept {
  readonly text: string;
}

/**
 * Keeps results of calls. What it cannot do it leaves undone: a store that is down costs time once, and then nothing is
 * kept for a while; the calls themselves go on.
 */
export class ResultCache {
  private restsUntil = 0;
  private isDown = false;

  constructor(
    private readonly store: ResultStore,
    private readonly namespace: string,
    private readonly log: ServerLog,
  ) {}

  /**
   * @param subject everything that makes this result another than others
   * @param compute gives a result as a text; what it throws is thrown to all who wait for it
   * @throws whatever `compute` throws, and the store's error
   */
  async wrap(subject: readonly unknown[], compute: () => Promise<string>, ttl: number): Promise<string> {
    if (Date.now() < this.restsUntil) return compute();
    try {
      const text = await this.store.wrap(this.place(subject), compute, ttl);
      this.isDown = false;
      return text;
    } catch (error) {
      if (isPorticoError(error, 'PORTICO_STATE_UNAVAILABLE')) this.rest(error);
      throw error;
    }
  }

  private rest(error: Error): void {
    this.restsUntil = Date.now() + REST;
    if (!this.isDown) this.log.warn(`Results are not kept for now: ${error.message}`);
    this.isDown = true;
  }

  private place(subject: readonly unknown[]): string {
    const digest = createHash('sha256').update(JSON.stringify(subject)).digest('base64url');
    return `${this.namespace}/result:${digest}/result`;
  }
}
