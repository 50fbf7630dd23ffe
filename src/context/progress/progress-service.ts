import { promised, type Eventually } from '../../common/eventually.js';
import { PorticoError } from '../../common/portico-error.js';
import type { Exchange } from '../exchange.js';

/** So many notifications may follow each other at once, and so many each second after that. */
const BURST = 20;
const PER_SECOND = 20;

interface Report {
  readonly done: number;
  readonly total: number | undefined;
  readonly message: string | undefined;
}

interface ProgressState {
  highest: number;
  allowance: number;
  refilled: number;
  /** What was reported faster than it may be sent; the next one replaces it. */
  held: Report | undefined;
}

/** Progress of the running request, for clients that asked for it by a progress token. */
export class ProgressService {
  private readonly states = new WeakMap<Exchange, ProgressState>();

  /**
   * Sends nothing when the client did not ask, and nothing when `done` has not grown: the protocol demands that progress
   * increases. Reports that come too fast are merged into the latest, which is sent with the next or before the result.
   *
   * @param done how much is done, in any unit; must be finite
   * @param total how much there is to do, in the same unit
   * @throws PorticoError `PORTICO_PROGRESS_VALUE` for a value that is not a finite number
   */
  report(exchange: Exchange, done: number, total?: number, message?: string): Promise<void> {
    return promised(() => this.pass(exchange, done, total, message));
  }

  private pass(exchange: Exchange, done: number, total?: number, message?: string): Eventually<void> {
    for (const value of [done, total ?? 0])
      if (!Number.isFinite(value))
        throw new PorticoError(
          'PORTICO_PROGRESS_VALUE',
          `ctx.reportProgress: ${String(value)} is not a finite number.`,
        );
    if (exchange.meta['progressToken'] === undefined) return;
    const state = this.stateOf(exchange);
    if (done <= state.highest) return;
    state.highest = done;
    const report = { done, total, message };
    if (this.mayPass(state) || done === total) {
      state.held = undefined;
      return send(exchange, report);
    }
    state.held = report;
  }

  /** Sends what is held back; to be awaited before the result. */
  flush(exchange: Exchange): Eventually<void> {
    const state = this.states.get(exchange);
    const held = state?.held;
    if (!held) return;
    state.held = undefined;
    return send(exchange, held);
  }

  private stateOf(exchange: Exchange): ProgressState {
    let state = this.states.get(exchange);
    if (!state) {
      state = { highest: -Infinity, allowance: BURST, refilled: performance.now(), held: undefined };
      this.states.set(exchange, state);
    }
    return state;
  }

  private mayPass(state: ProgressState): boolean {
    const now = performance.now();
    state.allowance = Math.min(BURST, state.allowance + ((now - state.refilled) / 1_000) * PER_SECOND);
    state.refilled = now;
    if (state.allowance < 1) return false;
    state.allowance -= 1;
    return true;
  }
}

function send({ peer, meta }: Exchange, { done, total, message }: Report): Eventually<void> {
  return peer.notify({
    method: 'notifications/progress',
    params: {
      progressToken: meta['progressToken'],
      progress: done,
      ...(total !== undefined && { total }),
      ...(message !== undefined && { message }),
    },
  });
}
