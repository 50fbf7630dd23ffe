import type { Eventually } from '../common/eventually.js';
import type { LogLevel, Peer, PeerNotification, PeerRequest } from './peer.js';

/**
 * A peer that leaves everything to another; who extends it differs in a few methods. The one place that names every method,
 * so that what a peer learns newly is lost in no wrapper. Each is called on the peer itself, which counts its messages.
 */
export class DerivedPeer implements Required<Peer> {
  constructor(protected readonly peer: Peer) {}

  get closeStream(): (() => void) | undefined {
    const { peer } = this;
    return peer.closeStream && (() => peer.closeStream?.());
  }
  get answersAtOnce(): boolean | undefined {
    return this.peer.answersAtOnce;
  }
  get asksThroughModel(): boolean | undefined {
    return this.peer.asksThroughModel;
  }

  notify(notification: PeerNotification): Eventually<void> {
    return this.peer.notify(notification);
  }

  log(level: LogLevel, data: unknown, logger: string | undefined): Eventually<void> {
    return this.peer.log(level, data, logger);
  }

  ask(request: PeerRequest, key?: string): Promise<unknown> {
    return this.peer.ask(request, key);
  }
}
