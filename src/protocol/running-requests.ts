import type { RequestId } from '@modelcontextprotocol/server';
import { Later } from '../common/later.js';
import { isThenable } from '../common/thenable.js';
import type { Eventually } from '../common/eventually.js';
import type { ServerLog } from '../common/server-log.js';
import type { Outlet, Reply } from './hot/outlet.js';
import type { Line } from './line.js';

/** A request that was accepted, whichever way it goes. */
export interface Accepted {
  readonly id: RequestId;
  outlet: Outlet;
  /** Its neighbours among those that run: the one that came before it, and the one after. */
  earlier: Accepted | undefined;
  later: Accepted | undefined;
  /** Nobody waits for its answer any longer. */
  hangUp(): void;
}

/** A way that requests go. */
export interface Way<R extends Accepted> {
  /** Gives the answer; nothing where the request was withdrawn, or its client is gone. */
  answer(request: R, line: Line): Eventually<Reply | undefined>;
}

/** The requests of one place, from when they are accepted until they are answered. Most come and go within one turn. */
export class RunningRequests<R extends Accepted> {
  private last: R | undefined;

  constructor(private readonly log: ServerLog) {}

  run<A extends R>(request: A, outlet: Outlet, way: Way<A>, line: Line): void {
    request.outlet = outlet;
    this.add(request);
    try {
      const reply = way.answer(request, line);
      if (isThenable(reply)) this.await(request, reply);
      else this.end(request, reply);
    } catch (error) {
      this.fail(request, error);
    }
  }

  /** The one with an id. Where a client has used it twice it means the last, as it does to the engine. */
  find(id: RequestId): R | undefined {
    let request = this.last;
    while (request && request.id !== id) request = request.earlier as R | undefined;
    return request;
  }

  /** Nobody waits any longer for what is still running. */
  hangUp(): void {
    // Whoever hears of it may end others, or begin some.
    for (let request = this.last; request; request = this.last) {
      this.remove(request);
      request.hangUp();
      request.outlet.end(undefined);
    }
  }

  private add(request: R): void {
    const { last } = this;
    if (last) last.later = request;
    request.earlier = last;
    this.last = request;
  }

  private remove(request: R): void {
    const { earlier, later } = request;
    if (earlier) earlier.later = later;
    if (later) later.earlier = earlier;
    else if (this.last === request) this.last = earlier as R | undefined;
    request.earlier = request.later = undefined;
  }

  private await(request: R, reply: PromiseLike<Reply | undefined>): void {
    void Later.of(reply)
      .after((given) => this.end(request, given))
      .rescued((error) => this.fail(request, error));
  }

  private end(request: R, reply: Reply | undefined): void {
    this.remove(request);
    request.outlet.end(reply);
  }

  private fail(request: R, cause: unknown): void {
    const { id } = request;
    this.log.error('A request could not be answered:', cause);
    const error = { code: -32_603, message: 'Internal error' };
    this.end(request, { text: JSON.stringify({ jsonrpc: '2.0', id, error }), code: error.code });
  }
}
