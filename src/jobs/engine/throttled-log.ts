import type { ServerLog } from '../../common/server-log.js';

/** Logs the same trouble at most once in a while: an engine that cannot reach its database complains many times a second. */
export class ThrottledLog {
  private readonly last = new Map<string, number>();

  /** @param pause between two lines about the same, in ms */
  constructor(
    private readonly log: ServerLog,
    private readonly pause = 10_000,
  ) {}

  warn(message: string): void {
    const now = Date.now();
    if (now - (this.last.get(message) ?? -Infinity) < this.pause) return;
    if (this.last.size > 100) this.last.clear();
    this.last.set(message, now);
    this.log.warn(message);
  }
}
