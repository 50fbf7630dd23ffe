import type { ServerLog } from '../../common/server-log.js';
import type { Outlet, Reply } from '../../protocol/hot/outlet.js';
import type { HttpResponse } from './http-message.js';
import type { InFlight } from './in-flight.js';
import { statusOf } from './status-of.js';
import { StatelessAnswer } from './stateless-answer.js';

/** A request that was accepted, whichever way it goes. */
export interface Accepted {
  outlet: Outlet;
  /** Nobody waits for its answer any longer. */
  hangUp(): void;
}

/** Requests that stand for themselves, while they are answered. */
export class StatelessRequests {
  private readonly running = new Map<Accepted, StatelessAnswer>();

  constructor(
    /** In ms; 0 for never. */
    private readonly keepAlive: number,
    private readonly inFlight: InFlight,
    private readonly log: ServerLog,
  ) {}

  /** @param work gives the answer; nothing where the client has gone away */
  async answer<T extends Accepted>(
    request: T,
    response: HttpResponse,
    work: (request: T) => Promise<Reply | undefined>,
  ): Promise<void> {
    const answer = new StatelessAnswer(response, this.keepAlive);
    request.outlet = answer;
    this.running.set(request, answer);
    this.inFlight.begin();
    try {
      const reply = await work(request);
      if (reply) answer.end(reply, statusOf(reply));
      else answer.giveUp();
    } catch (error) {
      this.log.error('A request could not be answered:', error);
      answer.giveUp();
    } finally {
      this.running.delete(request);
      this.inFlight.end();
    }
  }

  /** Nobody waits any longer for what is still running. */
  close(): void {
    for (const [request, answer] of this.running) {
      request.hangUp();
      answer.giveUp();
    }
  }
}
