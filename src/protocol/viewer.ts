import { PorticoError } from '../common/portico-error.js';
import type { Exchange } from '../context/exchange.js';
import type { Peer, PeerRequest } from '../context/peer.js';
import { RequestFlow } from '../interaction/request-flow.js';
import type { Line } from './line.js';

/** On a stream of changes nothing is said but what it was opened for. */
const silentPeer: Peer = {
  notify: async () => {},
  log: async () => {},
  ask: async ({ method }: PeerRequest) => {
    throw new PorticoError(
      'PORTICO_CANNOT_ASK',
      `${method} was used while it was judged whether a client may hear of changes. A client can be asked while a tool, a prompt or a resource runs.`,
    );
  },
};

type Known = Pick<Exchange, 'client' | 'protocolVersion'> &
  Partial<Pick<Exchange, 'id' | 'method' | 'meta' | 'principal' | 'session' | 'http'>>;

/** A client that hears of changes, in the form in which guards and visibility know callers. */
export function createViewer({ era, transport }: Line, known: Known): Exchange {
  return {
    id: 'changes',
    method: 'resources/subscribe',
    params: {},
    meta: {},
    principal: undefined,
    session: undefined,
    http: undefined,
    ...known,
    era,
    hasSessions: era === 'session',
    transport,
    trace: undefined,
    task: undefined,
    signal: new AbortController().signal,
    peer: silentPeer,
    flow: new RequestFlow(),
  };
}
