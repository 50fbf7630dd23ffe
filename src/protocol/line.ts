import type { Era, Session, TransportKind } from '../context/exchange.js';

/** The line a protocol server is built for: which family of revisions, over what, and what its requests share. */
export interface Line {
  readonly era: Era;
  readonly transport: TransportKind;
  /** What all requests of this line share, where the transport itself has no session ids: a pipe, a pair in memory. */
  readonly connection?: Session;
  /** Nothing the client sends later reaches this server: each request is served by a server of its own. */
  readonly isIsolated?: boolean;
}
