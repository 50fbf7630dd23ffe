import type { Server, ServerContext } from '@modelcontextprotocol/server';
import { unguessableId } from '../common/ids.js';
import type { ServerLog } from '../common/server-log.js';
import type { Exchange } from '../context/exchange.js';
import type { FlowStore } from '../interaction/flow-store.js';
import { RequestFlow } from '../interaction/request-flow.js';
import { callerOf } from './http-caller.js';
import { LazyHttpInfo } from './http-headers.js';
import type { Line } from './line.js';
import type { RequestPeer } from './request-peer.js';
import { IsolatedPeer } from './session/isolated-peer.js';
import { sessionClient } from './session/session-client.js';
import { SessionPeer } from './session/session-peer.js';
import { traceContext } from './trace-context.js';
import { statelessClient } from './stateless/stateless-client.js';
import { StatelessPeer } from './stateless/stateless-peer.js';

/** What the flow of a request needs. */
export interface FlowParts {
  readonly store: FlowStore;
  /** How long a question may stay open, in ms. */
  readonly ttl: number;
}

/** In ms; see {@link RequestPeer}. */
const PIPE_DISTANCE = 4;

/** An exchange and the peer it speaks to, for one request the engine has accepted. */
export function createExchange(
  line: Line,
  server: Server,
  params: Readonly<Record<string, unknown>>,
  request: ServerContext,
  flows: FlowParts,
  log: ServerLog,
): { exchange: Exchange; peer: RequestPeer } {
  const { mcpReq, sessionId, http } = request;
  const isSession = line.era === 'session';
  const peer = createPeer(line, request, flows, log);
  const meta = mcpReq._meta ?? {};
  const caller = callerOf(http?.authInfo);
  const httpInfo = http?.req && new LazyHttpInfo(http.req, caller?.secretHeaders);
  const exchange: Exchange = {
    id: String(mcpReq.id),
    method: mcpReq.method,
    params,
    meta,
    era: line.era,
    transport: line.transport,
    ...(isSession ? sessionClient(server) : statelessClient(mcpReq)),
    principal: caller ? caller.principal : line.principal,
    session: sessionId === undefined ? line.connection : { id: sessionId },
    trace: traceContext(meta, httpInfo && (() => httpInfo.headers)),
    http: httpInfo,
    task: undefined,
    signal: mcpReq.signal,
    peer,
    flow: new RequestFlow(unguessableId()),
  };
  return { exchange, peer };
}

function createPeer(
  { era, transport, isIsolated }: Line,
  request: ServerContext,
  { ttl }: FlowParts,
  log: ServerLog,
) {
  const distance = transport === 'stdio' ? PIPE_DISTANCE : 0;
  if (era === 'stateless') return new StatelessPeer(request.mcpReq, distance);
  return isIsolated
    ? new IsolatedPeer(request.mcpReq, distance)
    : new SessionPeer(request, distance, ttl, log);
}
