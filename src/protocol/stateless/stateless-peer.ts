import { PorticoError } from '../../common/portico-error.js';
import type { PeerRequest } from '../../context/peer.js';
import { RequestPeer } from '../request-peer.js';

/** A client of the stateless revision (2026-07-28): the server has no way to send it a request. */
export class StatelessPeer extends RequestPeer {
  ask({ method }: PeerRequest): Promise<unknown> {
    return Promise.reject(
      new PorticoError(
        'PORTICO_CANNOT_ASK',
        `${method} cannot be sent on a stateless connection: protocol revision 2026-07-28 has no requests from server to client. Take what you need as an argument of the tool.`,
      ),
    );
  }
}
