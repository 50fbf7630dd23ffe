import type { PeerRequest } from '../../context/peer.js';
import { RequestPeer } from '../request-peer.js';

/** A client that holds a session (up to 2025-11-25): a question is pushed to it, and its answer awaited. */
export class SessionPeer extends RequestPeer {
  ask({ method, params }: PeerRequest): Promise<unknown> {
    return this.request.send({ method, params: { ...params } });
  }
}
