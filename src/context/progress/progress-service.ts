import { PorticoError } from '../../common/portico-error.js';
import type { Exchange } from '../exchange.js';

/** Progress of the running request, for clients that asked for it by a progress token. */
export class ProgressService {
  private readonly highest = new WeakMap<Exchange, number>();

  /**
   * Sends nothing when the client did not ask, and nothing when `done` has not grown: the protocol demands that
   * progress increases.
   *
   * @param done how much is done, in any unit; must be finite
   * @param total how much there is to do, in the same unit
   * @throws PorticoError `PORTICO_PROGRESS_VALUE` for a value that is not a finite number
   */
  async report(exchange: Exchange, done: number, total?: number, message?: string): Promise<void> {
    for (const value of [done, total ?? 0])
      if (!Number.isFinite(value))
        throw new PorticoError('PORTICO_PROGRESS_VALUE', `ctx.reportProgress: ${value} is not a finite number.`);
    const progressToken = exchange.meta['progressToken'];
    if (progressToken === undefined) return;
    if (done <= (this.highest.get(exchange) ?? -Infinity)) return;
    this.highest.set(exchange, done);
    await exchange.peer.notify({
      method: 'notifications/progress',
      params: {
        progressToken,
        progress: done,
        ...(total !== undefined && { total }),
        ...(message !== undefined && { message }),
      },
    });
  }
}
