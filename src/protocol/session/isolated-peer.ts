import { PorticoError } from '../../common/portico-error.js';
import type { PeerRequest } from '../../context/peer.js';
import { RequestPeer } from '../request-peer.js';

/**
 * A client that would answer a question (up to 2025-11-25), but whose answer would arrive at a server that knows
 * nothing of it: each request is served by itself.
 */
export class IsolatedPeer extends RequestPeer {
  readonly answersAtOnce = true;

  async ask({ method }: PeerRequest): Promise<unknown> {
    throw new PorticoError(
      'PORTICO_CANNOT_ASK',
      `${method} cannot be sent: this server is mounted without sessions, so the answer would not find its way back. Mount it with the option sessions, or take what you need as an argument of the tool.`,
    );
  }
}
