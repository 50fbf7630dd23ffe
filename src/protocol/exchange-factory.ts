import type { Server, ServerContext } from '@modelcontextprotocol/server';
import type { Exchange } from '../context/exchange.js';
import { LazyHttpInfo } from './http-headers.js';
import type { Line } from './line.js';
import type { RequestPeer } from './request-peer.js';
import { sessionClient } from './session/session-client.js';
import { SessionPeer } from './session/session-peer.js';
import { statelessClient } from './stateless/stateless-client.js';
import { StatelessPeer } from './stateless/stateless-peer.js';

/** An exchange and the peer it speaks to, for one request the engine has accepted. */
export function createExchange(
  line: Line,
  server: Server,
  params: Readonly<Record<string, unknown>>,
  { mcpReq, sessionId, http }: ServerContext,
): { exchange: Exchange; peer: RequestPeer } {
  const isSession = line.era === 'session';
  const peer = isSession ? new SessionPeer(mcpReq) : new StatelessPeer(mcpReq);
  const exchange: Exchange = {
    id: String(mcpReq.id),
    method: mcpReq.method,
    params,
    meta: mcpReq._meta ?? {},
    era: line.era,
    transport: line.transport,
    ...(isSession ? sessionClient(server) : statelessClient(mcpReq)),
    principal: undefined,
    session: sessionId === undefined ? line.connection : { id: sessionId },
    http: http?.req && new LazyHttpInfo(http.req),
    task: undefined,
    signal: mcpReq.signal,
    peer,
  };
  return { exchange, peer };
}
