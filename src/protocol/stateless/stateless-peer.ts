import { PorticoError } from '../../common/portico-error.js';
import type { PeerRequest } from '../../context/peer.js';
import { refuseUnlessAsking } from '../asking.js';
import { RequestPeer } from '../request-peer.js';

/**
 * A client of the stateless revision (2026-07-28): the server has no way to send it a request. Where questions are
 * allowed the handler runs in a flow, whose own peer takes them.
 */
export class StatelessPeer extends RequestPeer {
  async ask({ method }: PeerRequest): Promise<unknown> {
    refuseUnlessAsking(this.request.method, method);
    throw new PorticoError('PORTICO_CANNOT_ASK', `${method} was used outside the flow of its request.`);
  }
}
