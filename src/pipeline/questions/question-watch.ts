import { DerivedExchange } from '../../context/derived-exchange.js';
import { DerivedPeer } from '../../context/derived-peer.js';
import type { Exchange } from '../../context/exchange.js';
import type { PeerRequest } from '../../context/peer.js';

/** What happens around the time in which a call waits for answers, however many questions are open at once. */
export interface AskingTime {
  /** The first question goes out. */
  leave(): void;
  /** The last open question was answered; the handler goes on when this resolves. */
  comeBack(): Promise<void>;
  /** The last open question failed, or nobody came back: the handler only cleans up. */
  giveUp(): void;
}

/** The same exchange, with a watch for its questions. */
export function watchQuestions(exchange: Exchange): Exchange {
  return new DerivedExchange(exchange, { peer: new QuestionWatch(exchange.peer) });
}

/** A peer that notices whether the client was asked something. */
export class QuestionWatch extends DerivedPeer {
  hasAsked = false;
  private open = 0;
  private notice: () => void = () => {};
  private firstAsked: Promise<void> | undefined = undefined;
  private readonly around = new Set<AskingTime>();

  /** Resolves with the first question. */
  get asked(): Promise<void> {
    this.firstAsked ??= new Promise((resolve) => (this.notice = resolve));
    if (this.hasAsked) this.notice();
    return this.firstAsked;
  }

  /** @returns how to stop */
  whileAsking(time: AskingTime): () => void {
    this.around.add(time);
    return () => this.around.delete(time);
  }

  override async ask(request: PeerRequest, key?: string): Promise<unknown> {
    this.hasAsked = true;
    this.notice();
    if (this.open++ === 0) for (const time of this.around) time.leave();
    let isAnswered = false;
    try {
      const answer = await super.ask(request, key);
      isAnswered = true;
      return answer;
    } finally {
      if (--this.open === 0)
        for (const time of this.around)
          if (isAnswered) await time.comeBack();
          else time.giveUp();
    }
  }
}
