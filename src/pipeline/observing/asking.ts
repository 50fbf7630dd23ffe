import { DerivedExchange } from '../../context/derived-exchange.js';
import { DerivedPeer } from '../../context/derived-peer.js';
import type { Exchange } from '../../context/exchange.js';
import type { Peer, PeerRequest } from '../../context/peer.js';

/** What happens around a question to the client. */
export type AroundQuestion = (request: PeerRequest, ask: () => Promise<unknown>) => Promise<unknown>;

/** The same exchange, with something around each question to the client. */
export function aroundQuestions(exchange: Exchange, around: AroundQuestion): Exchange {
  return new DerivedExchange(exchange, { peer: new AskingPeer(exchange.peer, around) });
}

class AskingPeer extends DerivedPeer {
  constructor(
    peer: Peer,
    private readonly around: AroundQuestion,
  ) {
    super(peer);
  }

  override ask(request: PeerRequest, key?: string): Promise<unknown> {
    return this.around(request, () => super.ask(request, key));
  }
}
