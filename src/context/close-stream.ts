import { PorticoError } from '../common/portico-error.js';
import type { Exchange } from './exchange.js';

/** @throws PorticoError `PORTICO_CANNOT_CLOSE_STREAM` where the client could not come back for the rest */
export function closeStream({ peer, transport, protocolVersion }: Exchange): void {
  if (peer.closeStream) return peer.closeStream();
  throw new PorticoError(
    'PORTICO_CANNOT_CLOSE_STREAM',
    `The stream of this request cannot be closed early: over ${transport}, protocol revision ${protocolVersion} has none that a client comes back to.`,
  );
}
