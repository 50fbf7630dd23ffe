import { deriveExchange } from '../../context/derive-exchange.js';
import { derivePeer } from '../../context/derive-peer.js';
import type { Exchange } from '../../context/exchange.js';
import type { Peer } from '../../context/peer.js';

/** What happens around the time in which a call waits for answers, however many questions are open at once. */
export interface AskingTime {
  /** The first question goes out. */
  leave(): void;
  /** The last open question was answered; the handler goes on when this resolves. */
  comeBack(): Promise<void>;
  /** The last open question failed, or nobody came back: the handler only cleans up. */
  giveUp(): void;
}

/** A peer that notices whether the client was asked something. */
export interface QuestionWatch extends Peer {
  readonly hasAsked: boolean;
  /** Resolves with the first question. */
  readonly asked: Promise<void>;
  /** @returns how to stop */
  whileAsking(around: AskingTime): () => void;
}

/** The same exchange, with a watch for its questions. */
export function watchQuestions(exchange: Exchange): Exchange {
  return deriveExchange(exchange, { peer: watched(exchange.peer) });
}

function watched(peer: Peer): QuestionWatch {
  let notice!: () => void;
  let hasAsked = false;
  let open = 0;
  const asked = new Promise<void>((resolve) => (notice = resolve));
  const around = new Set<AskingTime>();
  const own: Partial<Peer> = {
    async ask(request, key) {
      hasAsked = true;
      notice();
      if (open++ === 0) for (const time of around) time.leave();
      let isAnswered = false;
      try {
        const answer = await peer.ask(request, key);
        isAnswered = true;
        return answer;
      } finally {
        if (--open === 0)
          for (const time of around)
            if (isAnswered) await time.comeBack();
            else time.giveUp();
      }
    },
  };
  return Object.defineProperties(derivePeer(peer, own), {
    asked: { value: asked },
    hasAsked: { get: () => hasAsked },
    whileAsking: {
      value: (time: AskingTime) => {
        around.add(time);
        return () => around.delete(time);
      },
    },
  }) as QuestionWatch;
}
