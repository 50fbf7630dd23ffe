import type { ServerLog } from '../common/server-log.js';

/** Logs that a server is away once, and once that it is back. */
export class Outage {
  private isAway = false;

  constructor(
    private readonly server: string,
    private readonly log: ServerLog,
  ) {}

  begin(error: unknown): void {
    if (!this.isAway)
      this.log.warn(
        `${this.server} carries no events at the moment, so that other machines are told of no changes: ${reason(error)}`,
      );
    this.isAway = true;
  }

  /** @returns whether there was an outage */
  end(): boolean {
    const wasAway = this.isAway;
    this.isAway = false;
    if (wasAway) this.log.info(`${this.server} carries events again`);
    return wasAway;
  }
}

/** Drivers gather what failed at several addresses in an error without a message. */
function reason(error: unknown): string {
  const { message, code } = (error ?? {}) as { message?: string; code?: string };
  return message || code || 'the connection ended';
}
