import type { ServerLog } from '../../common/server-log.js';

export interface LifelineParts {
  /** How long a sign of life lasts, in ms. */
  readonly lease: number;
  /** Gives a sign of life. */
  readonly beat: () => Promise<void>;
  /** Called when the last sign of life is older than the lease: somebody else may be running the task by now. */
  readonly onLost: () => void;
  readonly log: ServerLog;
}

/** Gives signs of life while a task runs, three for each lease, so that one or two may fail. */
export class Lifeline {
  private last = performance.now();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly parts: LifelineParts) {
    this.timer = setInterval(() => void this.beat(), parts.lease / 3);
    this.timer.unref();
  }

  /** How long the last sign of life is good for, in ms. */
  get left(): number {
    return this.parts.lease - (performance.now() - this.last);
  }

  end(): void {
    clearInterval(this.timer);
  }

  private async beat(): Promise<void> {
    const { beat, onLost, log } = this.parts;
    const begun = performance.now();
    try {
      await beat();
      this.last = begun;
    } catch (error) {
      log.warn(`A sign of life of a running task could not be given: ${(error as Error).message}`);
      if (this.left <= 0) onLost();
    }
  }
}
