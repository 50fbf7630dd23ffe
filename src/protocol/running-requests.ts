import type { RequestId } from '@modelcontextprotocol/server';
import { after, caught, type Eventually } from '../common/eventually.js';
import type { ServerLog } from '../common/server-log.js';
import type { Outlet, Reply } from './hot/outlet.js';
import type { Line } from './line.js';

/** A request that was accepted, whichever way it goes. */
export interface Accepted {
  readonly id: RequestId;
  outlet: Outlet;
  /** Nobody waits for its answer any longer. */
  hangUp(): void;
}

/** A way that requests go. */
export interface Way<R extends Accepted> {
  /** Gives the answer; nothing where the request was withdrawn, or its client is gone. */
  answer(request: R, line: Line): Eventually<Reply | undefined>;
}

/** The requests of one place, from when they are accepted until they are answered. */
export class RunningRequests<R extends Accepted> {
  private readonly running = new Set<R>();

  constructor(private readonly log: ServerLog) {}

  run<A extends R>(request: A, outlet: Outlet, way: Way<A>, line: Line): void {
    request.outlet = outlet;
    this.running.add(request);
    const reply = caught<Reply | undefined>(
      () => way.answer(request, line),
      (error) => this.failed(request, error),
    );
    void after(reply, (told) => this.end(request, told));
  }

  /** The one with an id. Where a client has used it twice it means the last, as it does to the engine. */
  find(id: RequestId): R | undefined {
    let found: R | undefined;
    for (const request of this.running) if (request.id === id) found = request;
    return found;
  }

  /** Nobody waits any longer for what is still running. */
  hangUp(): void {
    for (const request of this.running) {
      request.hangUp();
      request.outlet.end(undefined);
    }
  }

  private end(request: R, reply: Reply | undefined): void {
    this.running.delete(request);
    request.outlet.end(reply);
  }

  private failed({ id }: R, cause: unknown): Reply {
    this.log.error('A request could not be answered:', cause);
    const error = { code: -32_603, message: 'Internal error' };
    return { text: JSON.stringify({ jsonrpc: '2.0', id, error }), code: error.code };
  }
}
