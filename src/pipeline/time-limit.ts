import { UserError } from '../common/user-error.js';
import { deriveExchange } from '../context/derive-exchange.js';
import { derivePeer } from '../context/derive-peer.js';
import type { Exchange } from '../context/exchange.js';

/** Measures time, except while it stands still. */
class Stopwatch {
  private timer: NodeJS.Timeout | undefined;
  private started = 0;
  private waits = 0;
  private finished = false;

  constructor(
    private left: number,
    private readonly ring: () => void,
  ) {}

  run(): void {
    if (this.finished) return;
    this.started = performance.now();
    this.timer = setTimeout(this.ring, this.left);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Whatever is still waited for, the time is not measured any more. */
  finish(): void {
    this.finished = true;
    this.stop();
  }

  /** Stands still until the work is done; several may be waited for at once. */
  async during<T>(work: Promise<T>): Promise<T> {
    if (this.waits++ === 0) {
      this.stop();
      this.left -= performance.now() - this.started;
    }
    try {
      return await work;
    } finally {
      if (--this.waits === 0) this.run();
    }
  }
}

/**
 * Runs a call within a time limit. When the time is over its signal is aborted and the caller is told; the handler
 * should stop by the signal. The time in which a person or the client's model is asked does not count.
 *
 * @param limit in milliseconds
 */
export async function withinTime<T>(
  limit: number,
  where: string,
  exchange: Exchange,
  run: (exchange: Exchange) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let ring!: (overtime: Error) => void;
  const rung = new Promise<never>((_, reject) => (ring = reject));
  const overtime = (): UserError =>
    new UserError(`The call took longer than ${limit} ms and was stopped.`, { code: 'PORTICO_TIMEOUT' });
  const watch = new Stopwatch(limit, () => {
    controller.abort(new Error(`${where} took longer than ${limit} ms`));
    ring(
      new UserError(`The call took longer than ${limit} ms and was stopped.`, { code: 'PORTICO_TIMEOUT' }),
    );
  });
  const { peer } = exchange;
  const timed = derivePeer(peer, {
    ask: (request, key) => {
      if (controller.signal.aborted) throw overtime();
      return watch.during(peer.ask(request, key));
    },
  });
  watch.run();
  try {
    const signal = AbortSignal.any([exchange.signal, controller.signal]);
    return await Promise.race([run(deriveExchange(exchange, { signal, peer: timed })), rung]);
  } finally {
    watch.finish();
  }
}
