import type { Exchange } from '../context/exchange.js';
import type { Peer, PeerNotification, PeerRequest } from '../context/peer.js';
import type { SuspendableFlow } from './suspendable-flow.js';

/**
 * The exchange a suspendable flow's handler holds: it always speaks for the request the flow goes on with, whatever
 * request it began with. Questions go to the flow.
 */
export function flowExchange(flow: SuspendableFlow): Exchange {
  const peer: Peer = {
    notify: (notification: PeerNotification) => flow.current.peer.notify(notification),
    log: (level, data, logger) => flow.current.peer.log(level, data, logger),
    ask: (request: PeerRequest, key?: string) => flow.ask(request, key),
    get closeStream() {
      return flow.current.peer.closeStream;
    },
    get asksThroughModel() {
      return flow.current.peer.asksThroughModel;
    },
  };
  const follow = (name: keyof Exchange) => ({ enumerable: true, get: () => flow.current[name] });
  const names = [
    'id',
    'method',
    'params',
    'meta',
    'era',
    'protocolVersion',
    'transport',
    'client',
    'principal',
    'session',
    'trace',
    'http',
    'task',
  ] as const satisfies readonly (keyof Exchange)[];
  const properties = Object.fromEntries(names.map((name) => [name, follow(name)]));
  return Object.create(null, {
    ...properties,
    signal: { enumerable: true, get: () => flow.signal },
    peer: { value: peer },
    flow: { value: flow },
  }) as Exchange;
}
