import { PorticoError } from '../../common/portico-error.js';

interface Waiting {
  readonly start: () => void;
  readonly fail: (reason: Error) => void;
}

/** Runs what concerns the same key one after the other, in the order it came; different keys do not wait for each other. */
export class KeyedQueue {
  private readonly lines = new Map<string, Waiting[]>();

  /**
   * @param patience how long one may wait for its turn, in ms
   * @param sharesFate whether those who wait fail with the one who failed so: a store that is down is not asked by each
   */
  constructor(
    private readonly patience: number,
    private readonly sharesFate: (error: Error) => boolean = () => false,
  ) {}

  /** @throws PorticoError `PORTICO_STATE_BUSY` when its turn did not come in time */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    await this.turn(key);
    try {
      const result = await work();
      this.next(key);
      return result;
    } catch (error) {
      if (error instanceof Error && this.sharesFate(error)) this.failAll(key, error);
      else this.next(key);
      throw error;
    }
  }

  private turn(key: string): Promise<void> | undefined {
    const line = this.lines.get(key);
    if (!line) {
      this.lines.set(key, []);
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        line.splice(line.indexOf(waiting), 1);
        reject(busy(this.patience));
      }, this.patience);
      const waiting: Waiting = {
        start: () => (clearTimeout(timer), resolve()),
        fail: (reason) => (clearTimeout(timer), reject(reason)),
      };
      line.push(waiting);
    });
  }

  private next(key: string): void {
    const waiting = this.lines.get(key)?.shift();
    if (waiting) waiting.start();
    else this.lines.delete(key);
  }

  private failAll(key: string, reason: Error): void {
    const line = this.lines.get(key)!.splice(0);
    this.lines.delete(key);
    for (const waiting of line) waiting.fail(reason);
  }
}

function busy(patience: number): PorticoError {
  return new PorticoError(
    'PORTICO_STATE_BUSY',
    `An update of the same state waited ${patience} ms for its turn. Compute the new value without waiting for people or other machines: do that before ctx.updateState.`,
  );
}
