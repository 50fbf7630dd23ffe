import type { ServerContext } from '@modelcontextprotocol/server';
import type { LogLevel, Peer, PeerNotification, PeerRequest } from '../context/peer.js';

/** What every peer of a request in flight has in common: notifications ride the request's own stream. */
export abstract class RequestPeer implements Peer {
  private hasNotified = false;

  constructor(protected readonly request: ServerContext['mcpReq']) {}

  async notify({ method, params }: PeerNotification): Promise<void> {
    this.hasNotified = true;
    await this.request.notify({ method, ...(params && { params: { ...params } }) });
  }

  async log(level: LogLevel, data: unknown, logger: string | undefined): Promise<void> {
    this.hasNotified = true;
    await this.request.log(level, data, logger);
  }

  abstract ask(request: PeerRequest, key?: string): Promise<unknown>;

  /**
   * To be awaited before the result is sent: clients drop a progress notification that arrives in one read with the
   * result it belongs to.
   */
  async flush(): Promise<void> {
    if (this.hasNotified) await new Promise((resolve) => setImmediate(resolve));
  }
}
