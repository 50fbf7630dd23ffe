import type { ClientInfo } from './client-info.js';
import type { Flow } from './flow.js';
import type { Peer } from './peer.js';
import type { Principal } from '../identity/principal.js';
import type { ProgressState } from './progress/progress-service.js';

/**
 * The two families of protocol revisions: `session` opens with a handshake (2024-10-07 to 2025-11-25), `stateless`
 * says everything in each request (2026-07-28).
 */
export type Era = 'session' | 'stateless';

export type TransportKind = 'stdio' | 'http' | 'sse' | 'memory';

/** What several requests of one caller share. */
export interface Session {
  readonly id: string;
  /** It is that of a handle, which the client passes along itself; the line knows nothing of it. */
  readonly isHandle?: boolean;
}

/** The HTTP request a call arrived with. */
export interface HttpInfo {
  /** Where the connection comes from: the client, or the proxy nearest to the server. Absent where the host does not say. */
  readonly address?: string | undefined;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The trace a request belongs to, in the form of W3C Trace Context. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string;
  readonly baggage?: string;
}

/** One inbound request, whatever carried it. Plain data and a peer; it knows no transport and no revision. */
export interface Exchange {
  /** The JSON-RPC id as a string. */
  readonly id: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The request's `_meta`. */
  readonly meta: Readonly<Record<string, unknown>>;
  readonly era: Era;
  /**
   * Whether the revision has sessions: what a client was told during one request holds in the next, and lists may differ by session.
   * In others each request stands for itself, and two that share a connection have nothing in common.
   */
  readonly hasSessions: boolean;
  readonly protocolVersion: string;
  readonly transport: TransportKind;
  readonly client: ClientInfo;
  readonly principal: Principal | undefined;
  /** Absent where the line knows no session: it is never made up. */
  readonly session: Session | undefined;
  /** The caller's trace, where it sent one. */
  readonly trace: TraceContext | undefined;
  /** Present only over HTTP. */
  readonly http: HttpInfo | undefined;
  /** Present while a background task runs. */
  readonly task: { readonly id: string; readonly attempt: number } | undefined;
  /** Aborted when the client cancels, goes away, or the time is over. */
  readonly signal: AbortSignal;
  readonly peer: Peer;
  /** The run of the handler this request belongs to. */
  readonly flow: Flow;
  /** What its handler has reported so far. */
  progress?: ProgressState | undefined;
}
