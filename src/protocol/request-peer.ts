import { setImmediate, setTimeout } from 'node:timers/promises';
import type { LogLevel, Peer, PeerNotification, PeerRequest } from '../context/peer.js';
import type { Inbound } from './inbound.js';

/** What every peer of a request in flight has in common: notifications ride the request's own stream. */
export abstract class RequestPeer implements Peer {
  private lastNotified: number | undefined;
  private isAnswered = false;

  /**
   * @param distance in ms, between the last notification and the result. Clients drop a notification they read together
   * with the result it belongs to; on a pipe only time keeps two messages apart.
   */
  constructor(
    protected readonly request: Inbound,
    private readonly distance: number,
  ) {}

  notify({ method, params }: PeerNotification): Promise<void> {
    return this.send(() => this.request.notify({ method, ...(params && { params: { ...params } }) }));
  }

  log(level: LogLevel, data: unknown, logger: string | undefined): Promise<void> {
    return this.send(() => this.request.log(level, data, logger));
  }

  abstract ask(request: PeerRequest, key?: string): Promise<unknown>;

  /** To be awaited before the result is sent, so that no notification gets lost beside it. */
  flush(): Promise<void> | undefined {
    this.isAnswered = true;
    return this.lastNotified === undefined ? undefined : this.apart(this.lastNotified);
  }

  /**
   * Nobody is there to be told when the request is answered or the client gone: nothing is sent then. Nor is it an error:
   * as one it would end the process wherever a tool does not await what it logs.
   */
  private async send(message: () => Promise<void>): Promise<void> {
    if (this.isDone) return;
    this.lastNotified = performance.now();
    try {
      await message();
    } catch (error) {
      if (!this.isDone) throw error;
    }
  }

  private async apart(lastNotified: number): Promise<void> {
    const left = this.distance - (performance.now() - lastNotified);
    await (left > 0 ? setTimeout(left) : setImmediate());
  }

  private get isDone(): boolean {
    return this.isAnswered || this.request.isAborted;
  }
}
