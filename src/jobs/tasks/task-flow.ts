import type { Exchange } from '../../context/exchange.js';
import type { Effect } from '../../context/flow.js';
import type { PeerRequest } from '../../context/peer.js';
import type { FlowStore } from '../../interaction/flow-store.js';
import { Journal } from '../../interaction/journal.js';
import { SuspendableFlow, type OpenQuestion } from '../../interaction/suspendable-flow.js';

/**
 * The flow of a task: what its handler noted is kept before it matters. A process may die at any time, and the handler is
 * then run again by another, which must come to the same questions and the same effects.
 */
export class TaskFlow extends SuspendableFlow {
  private onAsked: (() => void) | undefined;
  private isNoted = true;

  /** @param keep keeps the journal, before an effect runs that may depend on what is in it */
  constructor(
    id: string,
    journal: Journal,
    exchange: Exchange,
    store: FlowStore,
    ttl: number,
    isResumed: boolean,
    private readonly keep: (journal: Journal) => Promise<void>,
  ) {
    super(id, journal, exchange, store, ttl, isResumed);
  }

  override async ask(request: PeerRequest, key?: string): Promise<unknown> {
    const answer = super.ask(request, key);
    // After a turn, so that what is asked together is stored together.
    setImmediate(() => this.unsent.length > 0 && this.onAsked?.());
    return answer;
  }

  override note<T>(kind: string, make: () => T): T {
    this.isNoted = false;
    return super.note(kind, make);
  }

  override remember<T>(kind: string, make: () => Promise<T>): Promise<T> {
    this.isNoted = false;
    return super.remember(kind, make);
  }

  override async once<T>(key: string, effect: (effect: Effect) => T | Promise<T>): Promise<T> {
    if (!this.isNoted) await this.keepJournal();
    return super.once(key, effect);
  }

  /** Resolves when there is a question that is not in the record yet. */
  asked(): Promise<void> {
    return new Promise((resolve) => {
      this.onAsked = resolve;
      if (this.unsent.length > 0) resolve();
    });
  }

  get unsent(): (readonly [key: string, question: OpenQuestion])[] {
    return [...this.open].filter(([, { sent }]) => !sent);
  }

  private async keepJournal(): Promise<void> {
    this.isNoted = true;
    await this.keep(this.journal);
  }
}
