import { deriveExchange } from '../../context/derive-exchange.js';
import { derivePeer } from '../../context/derive-peer.js';
import type { Exchange } from '../../context/exchange.js';
import type { Peer } from '../../context/peer.js';

/** A peer that notices whether the client was asked something. */
export interface QuestionWatch extends Peer {
  readonly hasAsked: boolean;
  /** Resolves with the first question. */
  readonly asked: Promise<void>;
}

/** The same exchange, with a watch for its questions. */
export function watchQuestions(exchange: Exchange): Exchange {
  return deriveExchange(exchange, { peer: watched(exchange.peer) });
}

function watched(peer: Peer): QuestionWatch {
  let notice!: () => void;
  let hasAsked = false;
  const asked = new Promise<void>((resolve) => (notice = resolve));
  const own: Partial<Peer> = {
    ask(request, key) {
      hasAsked = true;
      notice();
      return peer.ask(request, key);
    },
  };
  return Object.defineProperties(derivePeer(peer, own), {
    asked: { value: asked },
    hasAsked: { get: () => hasAsked },
  }) as QuestionWatch;
}
