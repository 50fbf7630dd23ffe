/**
 * Lets so many pieces of work run at once. Those beyond wait for their turn, but not for ever, and beyond those everybody is refused.
 */
export class AtOnce {
  private running = 0;
  /** Who came first is let in first. */
  private readonly waiting = new Set<() => void>();

  /** @param patience how long one waits for its turn, in ms */
  constructor(
    private readonly max: number,
    private readonly maxWaiting: number,
    private readonly patience: number,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.max) this.running++;
    else if (this.waiting.size < this.maxWaiting) await this.turn();
    else throw new Error(`${this.max} are being asked about and ${this.maxWaiting} are waiting`);
    try {
      return await work();
    } finally {
      const [next] = this.waiting;
      if (next) next();
      else this.running--;
    }
  }

  private turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        clearTimeout(timer);
        this.waiting.delete(begin);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(begin);
        reject(
          new Error(`${this.max} are being asked about, and none was answered within ${this.patience} ms`),
        );
      }, this.patience);
      this.waiting.add(begin);
    });
  }
}
