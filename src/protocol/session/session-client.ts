import type { Server } from '@modelcontextprotocol/server';
import type { ClientInfo } from '../../context/client-info.js';

/** What the client said about itself when the session was opened. */
export function sessionClient(server: Server): { client: ClientInfo; protocolVersion: string } {
  const info = server.getClientVersion();
  return {
    client: { name: info?.name, version: info?.version, capabilities: server.getClientCapabilities() ?? {} },
    protocolVersion: server.getNegotiatedProtocolVersion() ?? '2025-03-26',
  };
}
