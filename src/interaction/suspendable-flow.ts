import { unguessableId } from '../common/ids.js';
import { isPorticoError, PorticoError } from '../common/portico-error.js';
import { mayGoUnheard } from '../common/unheard.js';
import type { Exchange } from '../context/exchange.js';
import type { Effect, Flow, OnceOptions } from '../context/flow.js';
import type { PeerRequest } from '../context/peer.js';
import { runOnce } from './effects.js';
import type { FlowStore } from './flow-store.js';
import type { Journal } from './journal.js';
import { questionDigest } from './question-digest.js';
import type { QuestionPlaces } from './question-places.js';

/** A question that waits for its answer. */
export interface OpenQuestion {
  readonly request: PeerRequest;
  readonly digest: string;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: Error) => void;
  /** Gives its place back; safe to call more than once. */
  readonly leave: () => void;
  /** Whether the client knows of it. */
  sent: boolean;
}

const NONE: ReadonlyMap<string, OpenQuestion> = new Map();

/**
 * A flow that stops when it asks, and goes on with a later request: kept in memory, or run again from the start with
 * the answers in its journal.
 */
export class SuspendableFlow implements Flow {
  // Most flows need none of these.
  private waiting: Map<string, OpenQuestion> | undefined;
  private effects: Map<string, Promise<unknown>> | undefined;
  private counts: Map<string, number> | undefined;
  private asked: Set<string> | undefined;
  private controller: AbortController | undefined;
  /** What the signal was aborted with, or would have been. */
  private abortion: Error | undefined;
  private unfollow: (() => void) | undefined;
  private onQuiet: (() => void) | undefined;
  private ended: Error | undefined;
  private isFinished = false;
  /** Whether the request it spoke through last is answered. */
  private isPaused = false;
  private swallowed = false;
  /** Whether the handler was told of its end by an error. */
  private hasThrown = false;
  /** Questions that are being answered while the request runs. */
  private answering = 0;

  /** @param given the id of the flow, where it goes on */
  constructor(
    private given: string | undefined,
    readonly journal: Journal,
    /** The request this flow speaks through now. */
    public current: Exchange,
    private readonly store: FlowStore,
    private readonly questions: QuestionPlaces,
    private readonly ttl: number,
    readonly isResumed = false,
  ) {}

  /** The questions that wait, by their keys. */
  get open(): ReadonlyMap<string, OpenQuestion> {
    return this.waiting ?? NONE;
  }

  /** Made when it is asked for: most flows end before anybody does. */
  get id(): string {
    return (this.given ??= unguessableId());
  }

  get origin(): Flow {
    return this;
  }

  /** One signal for the whole flow: aborted when the client of the request it speaks through cancels or goes away. */
  get signal(): AbortSignal {
    if (!this.controller) {
      this.controller = new AbortController();
      if (this.abortion) this.controller.abort(this.abortion);
      else if (!this.isPaused) this.follow(this.controller);
    }
    return this.controller.signal;
  }

  /** From now on the flow speaks through another request. */
  goOn(exchange: Exchange): void {
    this.current = exchange;
    this.isPaused = false;
    if (this.controller) this.follow(this.controller);
  }

  /** The request is answered: that its line closes now means nothing. */
  pause(): void {
    this.isPaused = true;
    this.unfollow?.();
    this.unfollow = undefined;
  }

  private follow(controller: AbortController): void {
    this.unfollow?.();
    this.unfollow = undefined;
    const { signal } = this.current;
    const abort = (): void => controller.abort(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    this.unfollow = () => signal.removeEventListener('abort', abort);
  }

  /** The answer, at once if the journal has it, else when a later request brings it. */
  async ask(request: PeerRequest, explicitKey?: string): Promise<unknown> {
    this.refuseIfEnded();
    // The client of a request that was cancelled never learns of a question, nor comes back with an answer.
    if (!this.isPaused) this.current.signal.throwIfAborted();
    if (this.current.peer.answersAtOnce && !isForm(request)) return this.askAtOnce(request, explicitKey);
    const key = explicitKey ?? this.nextKey(request.method.split('/')[0]!);
    const asked = (this.asked ??= new Set());
    if (asked.has(key))
      throw new PorticoError(
        'PORTICO_DUPLICATE_KEY',
        `Two questions of one call have the key '${key}'. Give each its own.`,
      );
    const digest = questionDigest(request.method, request.params);
    const entry = this.journal.find(key, digest);
    const leave = entry ? undefined : this.questions.take(this.current);
    asked.add(key);
    if (!leave) return copyOf(entry!.answer);
    const answer = new Promise<unknown>((resolve, reject) => {
      (this.waiting ??= new Map()).set(key, { request, digest, resolve, reject, leave, sent: false });
      this.checkQuiet();
    });
    answer.catch(() => {}); // one that lost a race may be rejected with nobody listening any more
    return answer;
  }

  /** Where only forms have to wait for a later request, the line is asked everything else while this one runs. */
  private async askAtOnce(request: PeerRequest, key: string | undefined): Promise<unknown> {
    const name = () => `answer:${key ?? ''}:${questionDigest(request.method, request.params)}`;
    this.answering++;
    try {
      return await this.remember(name, () => this.current.peer.ask(request, key));
    } finally {
      this.answering--;
      this.checkQuiet();
    }
  }

  async once<T>(key: string, effect: (effect: Effect) => T | Promise<T>, options?: OnceOptions): Promise<T> {
    this.refuseIfEnded();
    const noted = this.journal.note(`once:${key}`);
    if (noted) return copyOf(noted.value) as T;
    const effects = (this.effects ??= new Map<string, Promise<unknown>>());
    let running = effects.get(key) as Promise<T> | undefined;
    if (!running) {
      running = runOnce(this.store, this.id, key, this.ttl, effect, options).finally(() =>
        effects.delete(key),
      );
      effects.set(key, running);
    }
    const result = await running;
    this.journal.record({ note: `once:${key}`, value: copyOf(result) });
    return result;
  }

  note<T>(kind: string, make: () => T): T {
    const note = this.nextKey(kind);
    const noted = this.journal.note(note);
    if (noted) return copyOf(noted.value) as T;
    const value = make();
    this.journal.record({ note, value: copyOf(value) });
    return value;
  }

  async remember<T>(kind: () => string, make: () => Promise<T>): Promise<T> {
    const name = this.nextKey(kind());
    const noted = this.journal.note(name);
    if (noted) return copyOf(noted.value) as T;
    const value = await make();
    this.journal.record({ note: name, value: copyOf(value) });
    return value;
  }

  /** Tells when questions are open and the handler has had its turn, so that those asked together go out together. */
  whenQuiet(tell: () => void): void {
    this.onQuiet = tell;
    if (this.open.size > 0) this.checkQuiet();
  }

  /** Hands the answers that have come to those who wait for them. */
  deliver(): void {
    for (const [key, question] of this.open) {
      const entry = this.journal.find(key, question.digest);
      if (!entry) continue;
      this.forget(key);
      question.resolve(copyOf(entry.answer));
    }
  }

  /** Fails a question that cannot be put. */
  refuse(key: string, reason: Error): void {
    const question = this.open.get(key);
    this.forget(key);
    question?.reject(reason);
  }

  /** Whether the handler went on after it was stopped at a question: what came of it is not to be trusted. */
  get hasSwallowed(): boolean {
    return this.swallowed;
  }

  handled(where: string, within = ''): void {
    // One that was told to stop by its signal and stops in its own way has swallowed nothing.
    if (this.hasThrown && isPorticoError(this.ended, 'PORTICO_SUSPENDED')) {
      this.swallowed = true;
      throw new PorticoError(
        'PORTICO_SWALLOWED_SUSPENSION',
        `${where} was stopped at its question and went on all the same: it caught PORTICO_SUSPENDED, or waited with Promise.allSettled. What it did then is done again when it is run with the answer. Throw that error on from every catch.`,
      );
    }
    if (this.open.size === 0) return;
    const forgotten = [...this.open].filter(([key, { sent }]) => !sent && key.startsWith(within));
    if (forgotten.length === 0) return;
    for (const [key] of forgotten) this.forget(key);
    throw openQuestion(where, forgotten);
  }

  /**
   * To be called when nothing of the handler runs any more. What nobody waits for is forgotten; to reject it would be an
   * unhandled rejection, which ends the process. One that failed beside its questions is told of its failure, not of them;
   * one that returned was told by {@link handled}.
   */
  finish(): void {
    this.pause();
    this.isFinished = true;
    this.ended = undefined;
    for (const key of this.open.keys()) this.forget(key);
  }

  /** As {@link end}, and what runs beside the questions is told by its signal. */
  stop(reason: Error): void {
    this.end(reason);
    this.unfollow?.();
    // What stops by the signal of a suspension is as little a failure as the suspension.
    const isSuspension = isPorticoError(reason, 'PORTICO_SUSPENDED');
    const why = isSuspension ? reason : new DOMException(reason.message, 'AbortError');
    // Later than the question, so that a handler that waits for either of them is stopped at its question.
    setImmediate(() => {
      this.abortion = why;
      this.controller?.abort(why);
    });
  }

  /** Ends the flow in memory: what waits is rejected so that `finally` blocks run, and nothing more can be asked. */
  end(reason: Error): void {
    this.ended = reason;
    mayGoUnheard(reason);
    if (this.open.size > 0) this.hasThrown = true;
    for (const key of this.open.keys()) this.refuse(key, reason);
  }

  private forget(key: string): void {
    this.waiting?.get(key)?.leave();
    this.waiting?.delete(key);
  }

  private refuseIfEnded(): void {
    if (this.isFinished)
      // made only when it is needed: most calls ask nothing after their end
      throw new PorticoError('PORTICO_CALL_ENDED', 'The call has ended; nobody can be asked any more.');
    if (!this.ended) return;
    this.hasThrown = true;
    throw this.ended;
  }

  private checkQuiet(): void {
    setImmediate(() => {
      if (this.open.size > 0 && this.answering === 0) this.onQuiet?.();
    });
  }

  /** Deterministic as long as the handler asks in the same order when it is run again. */
  private nextKey(kind: string): string {
    const counts = (this.counts ??= new Map<string, number>());
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return `${kind}-${count}`;
  }
}

/**
 * The journal and the handler hold nothing in common: what a handler changes would be changed twice when it is run again
 * with what it has changed.
 */
function copyOf<T>(value: T): T {
  return typeof value === 'object' && value !== null ? (JSON.parse(JSON.stringify(value)) as T) : value;
}

/** Whether a question is a form that a person fills in. */
export function isForm({ method, params }: PeerRequest): boolean {
  return method === 'elicitation/create' && params['mode'] !== 'url';
}

function openQuestion(
  where: string,
  questions: readonly (readonly [key: string, question: OpenQuestion])[],
): PorticoError {
  const keys = questions.map(([key]) => key).join(', ');
  return new PorticoError(
    'PORTICO_OPEN_QUESTION',
    `${where} returned although it had asked something nobody waited for (${keys}). Await every question.`,
  );
}
