import type { Era, Session, TransportKind } from '../context/exchange.js';
import type { Principal } from '../identity/principal.js';

/** The line a protocol server is built for: which family of revisions, over what, and what its requests share. */
export interface Line {
  readonly era: Era;
  readonly transport: TransportKind;
  /** What all requests of this line share, where the transport itself has no session ids: a pipe, a pair in memory. */
  readonly connection?: Session;
  /** Who is at the other end, where requests do not say so themselves: over HTTP each of them does. */
  readonly principal?: Principal | undefined;
  /** Where the resources stand that the client of a session has subscribed to. Default: known to the server alone. */
  readonly subscriptions?: Set<string>;
  /** Whoever holds this line tells its client about changes, so that its engine does not. */
  readonly isFollowed?: boolean;
  /** Nothing the client sends later reaches this server: each request is served by a server of its own. */
  readonly isIsolated?: boolean;
}

/** Where requests come from that stand for themselves. */
export const standaloneLines: Readonly<Record<Era, Line>> = {
  session: { era: 'session', transport: 'http', isIsolated: true },
  stateless: { era: 'stateless', transport: 'http' },
};
