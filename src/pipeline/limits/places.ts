interface Waiting {
  readonly take: () => void;
}

/** So many places, and a queue for them. */
export class Places {
  private taken = 0;
  private readonly queue: Waiting[] = [];

  constructor(
    private readonly max: number,
    private readonly maxWaiting: number,
  ) {}

  get isEmpty(): boolean {
    return this.taken === 0 && this.queue.length === 0;
  }

  /** Takes a place, if there is one. */
  take(): boolean {
    if (this.taken >= this.max) return false;
    this.taken++;
    return true;
  }

  /**
   * Waits for a place, after those that came before.
   *
   * @param ms how long to wait for one
   * @returns whether there was one; the signal ends the waiting too
   */
  async wait(ms: number, signal: AbortSignal): Promise<boolean> {
    if (this.queue.length >= this.maxWaiting || signal.aborted) return false;
    return new Promise((resolve) => {
      const end = (isTaken: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        resolve(isTaken);
      };
      const waiting: Waiting = { take: () => end(true) };
      const giveUp = (): void => {
        this.queue.splice(this.queue.indexOf(waiting), 1);
        end(false);
      };
      const timer = setTimeout(giveUp, ms);
      signal.addEventListener('abort', giveUp, { once: true });
      this.queue.push(waiting);
    });
  }

  /** Takes a place again that was left for a while, before all others; there is always one, sooner or later. */
  async retake(): Promise<void> {
    if (this.take()) return;
    await new Promise<void>((resolve) => this.queue.unshift({ take: resolve }));
  }

  /** Takes a place even if there is none: for what only cleans up behind itself. */
  squeezeIn(): void {
    this.taken++;
  }

  leave(): void {
    const next = this.taken <= this.max ? this.queue.shift() : undefined;
    if (next)
      next.take(); // the place goes from hand to hand
    else this.taken--;
  }
}
