import type { Server } from '@modelcontextprotocol/server';
import { deepFreeze } from '../../common/deep-freeze.js';
import type { Party } from '../inbound.js';

/** A client that has not said who it is. */
export const UNKNOWN_PARTY: Party = deepFreeze({
  client: { name: undefined, version: undefined, capabilities: {} },
  protocolVersion: '2025-03-26',
});

/** What the client said about itself when the session was opened. */
export function sessionClient(server: Server): Party {
  const info = server.getClientVersion();
  return {
    client: { name: info?.name, version: info?.version, capabilities: server.getClientCapabilities() ?? {} },
    protocolVersion: server.getNegotiatedProtocolVersion() ?? UNKNOWN_PARTY.protocolVersion,
  };
}
