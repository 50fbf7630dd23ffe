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

/** What was reported in one request so far. */
export interface ProgressState {
  readonly exchange: Exchange;
  highest: number;
  allowance: number;
  refilled: number;
  /** What was reported faster than it may be sent; the next one replaces it. */
  held: Report | undefined;
}

/** Progress of the running request, for clients that asked for it by a progress token. */
export class ProgressService {
  /**
   * Sends nothing when the client did not ask, and nothing when `done` has not grown: the protocol demands that progress
   * increases. Reports that come too fast are merged into the latest, which is sent with the next or before the result.
   *
   * @param done how much is done, in any unit; must be finite
   * @param total how much there is to do, in the same unit
   * @throws PorticoError `PORTICO_PROGRESS_VALUE` for a value that is not a finite number, or a message that is no text
   */
  report(exchange: Exchange, done: number, total?: number, message?: string): Promise<void> {
    // JavaScript passes on what a database has for nothing.
    return promised(() => this.pass(exchange, done, total ?? undefined, message ?? undefined));
  }

  private pass(exchange: Exchange, done: number, total?: number, message?: string): Eventually<void> {
    if (!Number.isFinite(done)) throw notFinite(done);
    if (total !== undefined && !Number.isFinite(total)) throw notFinite(total);
    if (message !== undefined && typeof message !== 'string') throw notText(message);
    if (exchange.meta['progressToken'] === undefined) return;
    const state = this.stateOf(exchange);
    if (done <= state.highest) return;
    state.highest = done;
    const mayPass = this.mayPass(state) || done === total;
    state.held = mayPass ? undefined : { done, total, message };
    if (mayPass) return send(exchange, done, total, message);
  }

  /** Sends what is held back; to be awaited before the result. */
  flush(exchange: Exchange): Eventually<void> {
    const { progress } = exchange;
    const held = progress?.exchange === exchange ? progress.held : undefined;
    if (!held) return;
    progress!.held = undefined;
    return send(exchange, held.done, held.total, held.message);
  }

  private stateOf(exchange: Exchange): ProgressState {
    const { progress } = exchange;
    // One that is derived from another has its own.
    if (progress?.exchange === exchange) return progress;
    const refilled = performance.now();
    return (exchange.progress = {
      exchange,
      highest: -Infinity,
      allowance: BURST,
      refilled,
      held: undefined,
    });
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

function send({ peer, meta }: Exchange, done: number, total?: number, message?: string): Eventually<void> {
  // What is undefined is not sent.
  const params = { progressToken: meta['progressToken'], progress: done, total, message };
  return peer.notify({ method: 'notifications/progress', params });
}

function notFinite(value: number): PorticoError {
  return new PorticoError(
    'PORTICO_PROGRESS_VALUE',
    `ctx.reportProgress: ${String(value)} is not a finite number.`,
  );
}

function notText(message: unknown): PorticoError {
  return new PorticoError(
    'PORTICO_PROGRESS_VALUE',
    `ctx.reportProgress: the message is a ${typeof message}; it has to be a text.`,
  );
}
