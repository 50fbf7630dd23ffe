import type { Exchange } from '../../context/exchange.js';
import type { Effect, OnceOptions } from '../../context/flow.js';
import type { PeerRequest } from '../../context/peer.js';
import type { FlowStore } from '../../interaction/flow-store.js';
import type { Journal } from '../../interaction/journal.js';
import type { QuestionPlaces } from '../../interaction/question-places.js';
import { SuspendableFlow, type OpenQuestion } from '../../interaction/suspendable-flow.js';

export interface TaskFlowParts {
  readonly id: string;
  readonly journal: Journal;
  readonly store: FlowStore;
  readonly questions: QuestionPlaces;
  /** How long effects are remembered, in ms. */
  readonly ttl: number;
  readonly isResumed: boolean;
  /** Called when there is a question that is not in the record yet. */
  readonly onAsked: () => void;
  /** Keeps the journal. */
  readonly keep: (journal: Journal) => Promise<void>;
}

/**
 * The flow of a task: what its handler noted is kept before it matters. A process may die at any time, and the handler is
 * then run again by another, which must come to the same questions and the same effects.
 */
export class TaskFlow extends SuspendableFlow {
  private isNoted = true;

  constructor(
    exchange: Exchange,
    private readonly parts: TaskFlowParts,
  ) {
    const { id, journal, store, questions, ttl, isResumed } = parts;
    super(id, journal, exchange, store, questions, ttl, isResumed);
  }

  /** Questions that are not in the record yet. */
  get unsent(): (readonly [key: string, question: OpenQuestion])[] {
    return [...this.open].filter(([, { sent }]) => !sent);
  }

  override ask(request: PeerRequest, key?: string): Promise<unknown> {
    const answer = super.ask(request, key);
    setImmediate(this.parts.onAsked); // after a turn, so that what is asked together is stored together
    return answer;
  }

  override note<T>(kind: string, make: () => T): T {
    this.isNoted = false;
    return super.note(kind, make);
  }

  override async remember<T>(kind: () => string, make: () => Promise<T>): Promise<T> {
    const value = await super.remember(kind, make);
    this.isNoted = false;
    return value;
  }

  /** What the effect may depend on is kept before it runs. */
  override async once<T>(
    key: string,
    effect: (effect: Effect) => T | Promise<T>,
    options?: OnceOptions,
  ): Promise<T> {
    if (!this.isNoted) {
      this.isNoted = true;
      await this.parts.keep(this.journal);
    }
    return super.once(key, effect, options);
  }
}
