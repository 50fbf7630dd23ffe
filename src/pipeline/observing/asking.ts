import { deriveExchange } from '../../context/derive-exchange.js';
import { derivePeer } from '../../context/derive-peer.js';
import type { Exchange } from '../../context/exchange.js';
import type { PeerRequest } from '../../context/peer.js';

/** The same exchange, with something around each question to the client. */
export function aroundQuestions(
  exchange: Exchange,
  around: (request: PeerRequest, ask: () => Promise<unknown>) => Promise<unknown>,
): Exchange {
  const { peer } = exchange;
  const asking = derivePeer(peer, {
    ask: (request, key) => around(request, () => peer.ask(request, key)),
  });
  return deriveExchange(exchange, { peer: asking });
}
