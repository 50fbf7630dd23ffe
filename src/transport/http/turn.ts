import { AsyncResource } from 'node:async_hooks';

/** Something that leaves when the turn is over. */
export interface Leaving {
  leave(): void;
}

/** How long something may wait for the rest of its turn, in ms: longer than most requests take, shorter than anyone notices. */
const PATIENCE = 1;

/**
 * A turn of the event loop: it works off everything that has come, and what came of it leaves together. A write is a call of the
 * system that wakes its reader: among the work for other requests it costs twice what it costs among other writes.
 */
class Turn {
  /** Nothing of what leaves, nor of what stays of it, belongs to the request that happens to be the first of a turn. */
  private readonly nobody = new AsyncResource('PorticoTurn', { requireManualDestroy: true });
  private waiting: Leaving[] = [];
  private since = 0;

  /** Lets something leave with the rest. */
  take(leaving: Leaving): void {
    if (this.waiting.length === 0) {
      this.since = performance.now();
      setImmediate(this.end);
    }
    this.waiting.push(leaving);
  }

  /** To be told before each piece of work: after a long one nobody has to wait for the next. */
  next(): void {
    if (this.waiting.length > 0 && performance.now() - this.since > PATIENCE) this.end();
  }

  private readonly end = (): void => this.nobody.runInAsyncScope(this.leave);

  private readonly leave = (): void => {
    const { waiting } = this;
    this.waiting = [];
    let left = 0;
    try {
      while (left < waiting.length) waiting[left++]!.leave();
    } finally {
      // One that fails keeps nobody else.
      for (const leaving of waiting.slice(left)) this.take(leaving);
    }
  };
}

export const turn = new Turn();
