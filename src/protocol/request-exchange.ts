import type { ClientInfo } from '../context/client-info.js';
import type { Era, Exchange, HttpInfo, Session, TraceContext, TransportKind } from '../context/exchange.js';
import type { Flow } from '../context/flow.js';
import type { ProgressState } from '../context/progress/progress-service.js';
import type { Principal } from '../identity/principal.js';
import { callerOf } from './http-caller.js';
import { LazyHttpInfo } from './http-headers.js';
import type { Inbound } from './inbound.js';
import type { Line } from './line.js';
import type { RequestPeer } from './request-peer.js';
import { traceContext } from './trace-context.js';

/** The exchange of one request. What only a few look at is made when it is looked at. */
export class RequestExchange implements Exchange {
  readonly id: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly era: Era;
  readonly hasSessions: boolean;
  readonly transport: TransportKind;
  readonly client: ClientInfo;
  readonly protocolVersion: string;
  readonly principal: Principal | undefined;
  readonly session: Session | undefined;
  readonly http: HttpInfo | undefined;
  readonly task = undefined;
  progress: ProgressState | undefined = undefined;

  constructor(
    line: Line,
    private readonly request: Inbound,
    readonly peer: RequestPeer,
  ) {
    const { sessionId, auth, http } = request;
    const caller = auth && callerOf(auth);
    const { client, protocolVersion } = request.party();
    this.id = String(request.id);
    this.method = request.method;
    this.params = request.params;
    this.meta = request.meta;
    this.era = line.era;
    this.hasSessions = line.era === 'session';
    this.transport = line.transport;
    this.client = client;
    this.protocolVersion = protocolVersion;
    this.principal = caller ? caller.principal : line.principal;
    this.session = sessionId === undefined ? line.connection : { id: sessionId };
    this.http = http && new LazyHttpInfo(http, caller?.secretHeaders);
  }

  get signal(): AbortSignal {
    return this.request.signal;
  }

  get flow(): Flow {
    return this.request.flow;
  }

  get trace(): TraceContext | undefined {
    const { http } = this;
    return traceContext(this.request.meta, http && (() => http.headers));
  }
}
