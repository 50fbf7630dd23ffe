import { setImmediate, setTimeout } from 'node:timers/promises';
import type { ServerContext } from '@modelcontextprotocol/server';
import type { LogLevel, Peer, PeerNotification, PeerRequest } from '../context/peer.js';

/** What every peer of a request in flight has in common: notifications ride the request's own stream. */
export abstract class RequestPeer implements Peer {
  private lastNotified: number | undefined;

  /**
   * @param distance in ms, between the last notification and the result. Clients drop a notification they read together
   * with the result it belongs to; on a pipe only time keeps two messages apart.
   */
  constructor(
    protected readonly request: ServerContext['mcpReq'],
    private readonly distance: number,
  ) {}

  async notify({ method, params }: PeerNotification): Promise<void> {
    await this.request.notify({ method, ...(params && { params: { ...params } }) });
    this.lastNotified = performance.now();
  }

  async log(level: LogLevel, data: unknown, logger: string | undefined): Promise<void> {
    await this.request.log(level, data, logger);
    this.lastNotified = performance.now();
  }

  abstract ask(request: PeerRequest, key?: string): Promise<unknown>;

  /** To be awaited before the result is sent, so that no notification gets lost beside it. */
  async flush(): Promise<void> {
    if (this.lastNotified === undefined) return;
    const left = this.distance - (performance.now() - this.lastNotified);
    await (left > 0 ? setTimeout(left) : setImmediate());
  }
}
