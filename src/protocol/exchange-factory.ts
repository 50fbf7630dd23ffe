import type { Server, ServerContext } from '@modelcontextprotocol/server';
import type { Exchange } from '../context/exchange.js';
import { LazyHttpInfo } from './http-headers.js';
import type { Line } from './line.js';
import type { RequestPeer } from './request-peer.js';
import { sessionClient } from './session/session-client.js';
import { SessionPeer } from './session/session-peer.js';
import { traceContext } from './trace-context.js';
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
  const meta = mcpReq._meta ?? {};
  const httpInfo = http?.req && new LazyHttpInfo(http.req);
  const exchange: Exchange = {
    id: String(mcpReq.id),
    method: mcpReq.method,
    params,
    meta,
    era: line.era,
    transport: line.transport,
    ...(isSession ? sessionClient(server) : statelessClient(mcpReq)),
    principal: undefined,
    session: sessionId === undefined ? line.connection : { id: sessionId },
    trace: traceContext(meta, httpInfo && (() => httpInfo.headers)),
    http: httpInfo,
    task: undefined,
    signal: mcpReq.signal,
    peer,
  };
  return { exchange, peer };
}
