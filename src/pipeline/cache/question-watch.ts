import { deriveExchange } from '../../context/derive-exchange.js';
import type { Exchange } from '../../context/exchange.js';
import type { LogLevel, Peer, PeerNotification, PeerRequest } from '../../context/peer.js';

/** A peer that notices whether the client was asked something. */
export class QuestionWatch implements Peer {
  private notice!: () => void;
  hasAsked = false;
  /** Resolves with the first question. */
  readonly asked = new Promise<void>((resolve) => (this.notice = resolve));

  constructor(private readonly inner: Peer) {}

  notify(notification: PeerNotification): Promise<void> {
    return this.inner.notify(notification);
  }

  log(level: LogLevel, data: unknown, logger: string | undefined): Promise<void> {
    return this.inner.log(level, data, logger);
  }

  ask(request: PeerRequest, key?: string): Promise<unknown> {
    this.hasAsked = true;
    this.notice();
    return this.inner.ask(request, key);
  }
}

/** The same exchange, with a watch for its questions. */
export function watchQuestions(exchange: Exchange): Exchange {
  return deriveExchange(exchange, { peer: new QuestionWatch(exchange.peer) });
}
