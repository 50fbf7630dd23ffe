import type { Eventually } from '../common/eventually.js';
import { Later } from '../common/later.js';
import { isThenable } from '../common/thenable.js';
import { UserError } from '../common/user-error.js';
import { DerivedExchange } from '../context/derived-exchange.js';
import { DerivedPeer } from '../context/derived-peer.js';
import type { Exchange } from '../context/exchange.js';
import type { Peer, PeerRequest } from '../context/peer.js';

/**
 * Runs a call within a time limit. When the time is over its signal is aborted and the caller is told; the handler
 * should stop by the signal. The time in which a person or the client's model is asked does not count.
 *
 * @param limit in milliseconds
 */
export function withinTime<T>(
  limit: number,
  where: string,
  exchange: Exchange,
  run: (exchange: Exchange) => Eventually<T>,
): Eventually<T> {
  const time = new TimeLimit(limit, where);
  const limited = new TimedExchange(exchange, time);
  const outcome = run(limited);
  // What is done at once took no time that anybody could have stopped.
  if (!isThenable(outcome)) return outcome;
  const timed = Later.of(outcome).followed<T>(
    (result) => result,
    (error) => {
      throw error;
    },
  );
  // A promise, so that what follows belongs to what is around here, and not to the handler that has asked somebody.
  const over = new Promise<void>((resolve) => {
    time.begin(() => {
      limited.listen();
      resolve();
    });
  });
  void over.then(() => timed.overtake(Promise.reject(time.overtime)));
  return timed.ended(() => time.finish());
}

/** The time a call has; it stands still while somebody is asked. */
class TimeLimit {
  private left: number;
  private since = performance.now();
  private waits = 0;
  private timer: NodeJS.Timeout | undefined = undefined;
  private ring: (() => void) | undefined = undefined;
  private controller: AbortController | undefined = undefined;
  private isOver = false;
  private isFinished = false;

  constructor(
    private readonly limit: number,
    private readonly where: string,
  ) {
    this.left = limit;
  }

  /** Made when somebody asks for it: most handlers are done in time, and never look. */
  get signal(): AbortSignal {
    return (this.controller ??= new AbortController()).signal;
  }

  /** What the caller is told. */
  get overtime(): UserError {
    return new UserError(`The call took longer than ${this.limit} ms and was stopped.`, {
      code: 'PORTICO_TIMEOUT',
    });
  }

  /** @param ring called when the time is over, before the signal is aborted */
  begin(ring: () => void): void {
    this.ring = ring;
    if (this.waits > 0) return;
    this.pause();
    this.resume();
  }

  /** Whatever is still waited for, the time is not measured any more. */
  finish(): void {
    this.isFinished = true;
    clearTimeout(this.timer);
  }

  /**
   * Stands still while somebody is asked; several may be waited for at once.
   *
   * @throws UserError `PORTICO_TIMEOUT` where the time is over
   */
  async during<T>(ask: () => Promise<T>): Promise<T> {
    if (this.isOver) throw this.overtime;
    const answer = ask();
    if (this.waits++ === 0) this.pause();
    try {
      return await answer;
    } finally {
      if (--this.waits === 0) this.resume();
    }
  }

  private pause(): void {
    clearTimeout(this.timer);
    this.left -= performance.now() - this.since;
  }

  private resume(): void {
    this.since = performance.now();
    if (this.ring && !this.isFinished) this.timer = setTimeout(() => this.end(), this.left);
  }

  private end(): void {
    this.isOver = true;
    this.ring!();
    this.controller!.abort(new Error(`${this.where} took longer than ${this.limit} ms`));
  }
}

/** The same exchange, with a signal and a peer that know of the time. */
class TimedExchange extends DerivedExchange {
  private ownSignal: AbortSignal | undefined = undefined;

  constructor(
    exchange: Exchange,
    private readonly time: TimeLimit,
  ) {
    super(exchange, { peer: new TimedPeer(exchange.peer, time) });
  }

  override get signal(): AbortSignal {
    return this.listen();
  }

  /** Whoever ends the call first is the one the signal tells of, also where it is looked at later. */
  listen(): AbortSignal {
    return (this.ownSignal ??= AbortSignal.any([this.source.signal, this.time.signal]));
  }
}

class TimedPeer extends DerivedPeer {
  constructor(
    peer: Peer,
    private readonly time: TimeLimit,
  ) {
    super(peer);
  }

  override ask(request: PeerRequest, key?: string): Promise<unknown> {
    return this.time.during(() => super.ask(request, key));
  }
}
