import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPorticoError, PorticoError } from '../../common/portico-error.js';
import { KeyedQueue } from './keyed-queue.js';
import type { StateStore } from './stores/state-store.js';

/** In ms: how long an update waits for others in this process, and how long it tries against others elsewhere. */
const PATIENCE = 10_000;
const LONGEST_PAUSE = 32;

/** What is to be written in the place of what was read. */
export interface Replacement {
  readonly stored: string;
  /** In ms; absent: what is kept keeps its time. */
  readonly ttl: number | undefined;
}

/**
 * Reads, computes and writes so that nothing of others is lost: within this process updates of one key take turns;
 * against other processes the store writes only if it still keeps what was read, else all is done again.
 */
export class AtomicUpdates {
  private readonly queue = new KeyedQueue(PATIENCE, (error) =>
    isPorticoError(error, 'PORTICO_STATE_UNAVAILABLE'),
  );
  private readonly running = new AsyncLocalStorage<ReadonlySet<string>>();

  constructor(private readonly store: StateStore) {}

  /**
   * @param compute may be called several times
   * @returns what was written
   * @throws PorticoError `PORTICO_STATE_NESTED`, `PORTICO_STATE_BUSY`, `PORTICO_STATE_CONFLICT`
   */
  run(
    key: string,
    compute: (kept: string | undefined) => Replacement | Promise<Replacement>,
  ): Promise<string> {
    this.refuseWithin(key);
    const keys = new Set(this.running.getStore()).add(key);
    return this.queue.run(key, () =>
      this.replace(key, (kept) => this.running.run(keys, async () => compute(kept))),
    );
  }

  /** @throws PorticoError `PORTICO_STATE_NESTED` within the function that computes the new value of this very key */
  refuseWithin(key: string): void {
    if (!this.running.getStore()?.has(key)) return;
    throw new PorticoError(
      'PORTICO_STATE_NESTED',
      'A function given to ctx.updateState writes the very key it updates. Return the new value instead.',
    );
  }

  private async replace(
    key: string,
    compute: (kept: string | undefined) => Promise<Replacement>,
  ): Promise<string> {
    const end = performance.now() + PATIENCE;
    for (let attempt = 0; performance.now() < end; attempt++) {
      const kept = await this.store.get(key);
      const { stored, ttl } = await compute(kept);
      if (await this.store.replace(key, kept, stored, ttl)) return stored;
      await sleep(Math.random() * Math.min(2 ** attempt, LONGEST_PAUSE));
    }
    throw new PorticoError(
      'PORTICO_STATE_CONFLICT',
      `State was changed by others each time before its update could be written, for ${PATIENCE} ms. Make the function given to ctx.updateState faster, or spread the value over several keys.`,
    );
  }
}
