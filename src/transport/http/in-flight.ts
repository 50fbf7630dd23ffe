/** Counts the requests that are being worked on, so that closing can wait for them. */
export class InFlight {
  private count = 0;
  private tell: (() => void) | undefined;

  begin(requests = 1): void {
    this.count += requests;
  }

  end(requests = 1): void {
    this.count -= requests;
    if (this.count === 0) this.tell?.();
  }

  /** Resolves when nothing is being worked on any more, and after `ms` at the latest. */
  async settled(ms: number): Promise<void> {
    if (this.count === 0 || ms <= 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.tell = resolve;
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }
}
