import { AsyncResource } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../common/clock.js';
import type { Eventually } from '../common/eventually.js';
import { Later } from '../common/later.js';
import { isThenable } from '../common/thenable.js';
import { unguessableId } from '../common/ids.js';
import type { ServerLog } from '../common/server-log.js';
import type { Exchange } from '../context/exchange.js';
import type { PeerRequest } from '../context/peer.js';
import { flowExchange } from './flow-exchange.js';
import type { FlowStore } from './flow-store.js';
import { ANY_QUESTION, Journal, type JournalEntry } from './journal.js';
import { ParkedFlows, suspension, type ParkedFlow } from './parked-flows.js';
import { callerOf, type QuestionPlaces } from './question-places.js';
import { canonicalJson } from './question-digest.js';
import { StateRejected, type StateSeal } from './sealed-state.js';
import { SuspendableFlow } from './suspendable-flow.js';

/** How long a question waits for a stopped handler to clean up behind it, in ms. */
const CLEANING = 2_000;

/** What a request brings beside its parameters when it continues a flow. */
export interface Attempt {
  readonly state: string | undefined;
  readonly answers: Readonly<Record<string, unknown>> | undefined;
}

/** How a flow's run ended: with its result, or with questions to the client and the state to send back with answers. */
export type Run<T> =
  | { readonly kind: 'done'; readonly result: T }
  | {
      readonly kind: 'suspended';
      readonly questions: Readonly<Record<string, PeerRequest>>;
      readonly state: string;
    };

export interface FlowSettings {
  /** How long a question may stay open, in ms. */
  readonly ttl: number;
  /** How many suspended handlers are kept in memory; 0 always runs them again from the start. */
  readonly maxParked: number;
  /** How many of them may be of one caller; what is more is run again from the start. */
  readonly parkedPerCaller: number;
  /** Above this size, in bytes, the journal stays in the store and only its id travels. */
  readonly maxStateSize: number;
  /** A state is taken once; a second use is refused. */
  readonly singleUse: boolean;
  /** The name of this server: a state of another is refused. */
  readonly audience: string;
  /** Changes when the handlers do: a flow of another revision asks anew, and repeats no effect. */
  readonly revision: () => string;
}

/** A handler that runs in its flow, or has run. */
interface RunningFlow<T> {
  readonly flow: SuspendableFlow;
  readonly done: Eventually<T>;
}

/** What travels sealed through the client. */
interface FlowState {
  readonly flow: string;
  readonly round: string;
  readonly revision: string;
  readonly expires: number;
  /** Questions asked in the last round: the digest by key. */
  readonly waiting: Readonly<Record<string, string>>;
  readonly journal?: readonly JournalEntry[];
  /** The journal's place in the store, where it is too large to travel. */
  readonly stored?: string;
}

/** Thrown for a state that is not valid for this request, whatever the reason. */
export class InvalidFlowState extends Error {
  override readonly name = 'InvalidFlowState';
}

/**
 * Runs handlers that may ask in the middle, over a protocol that has no requests from server to client: the handler is
 * suspended, its questions are the answer, and the retry with the answers takes it up again. Kept in memory it goes on
 * where it stood; else, and on any other machine, it runs again from the start with its journal.
 */
export class FlowRunner {
  private readonly parked: ParkedFlows<unknown>;
  private hasToldOfKey = false;

  constructor(
    private readonly settings: FlowSettings,
    private readonly seal: StateSeal,
    private readonly store: FlowStore,
    private readonly questions: QuestionPlaces,
    private readonly log: ServerLog,
    private readonly clock: Clock,
  ) {
    this.parked = new ParkedFlows(settings.maxParked, settings.parkedPerCaller, settings.ttl, clock);
  }

  /** How many handlers wait in memory. */
  get parkedCount(): number {
    return this.parked.size;
  }

  /**
   * Runs a handler, or takes up the flow that the attempt continues.
   *
   * @throws InvalidFlowState for a state that is not valid for this request
   */
  run<T>(
    exchange: Exchange,
    attempt: Attempt,
    handle: (exchange: Exchange) => Eventually<T>,
    permits: (exchange: Exchange) => Promise<boolean> = () => Promise.resolve(true),
  ): Eventually<Run<T>> {
    if (attempt.state !== undefined) return this.goOn(attempt.state, exchange, attempt, handle, permits);
    return this.end(this.start(undefined, exchange, attempt, handle), exchange);
  }

  private async goOn<T>(
    state: string,
    exchange: Exchange,
    attempt: Attempt,
    handle: (exchange: Exchange) => Eventually<T>,
    permits: (exchange: Exchange) => Promise<boolean>,
  ): Promise<Run<T>> {
    const prior = await this.open(state, exchange);
    // A caller who may not go on leaves the flow where it is: the call is handled anew, and its guards refuse it.
    const mayResume = this.parked.has(prior.round) && (await permits(exchange));
    const resumed = mayResume ? this.resume<T>(prior, exchange, attempt) : undefined;
    return this.end(resumed ?? this.start(prior, exchange, attempt, handle), exchange);
  }

  /** What a run comes to: most handlers ask nothing, and many are done already. */
  private end<T>({ flow, done }: RunningFlow<T>, exchange: Exchange): Eventually<Run<T>> {
    if (isThenable(done)) return this.endLater(flow, done, exchange);
    flow.finish();
    return { kind: 'done', result: done };
  }

  /** The handler ends, or it stops at questions, whatever comes first. */
  private endLater<T>(flow: SuspendableFlow, done: PromiseLike<T>, exchange: Exchange): Eventually<Run<T>> {
    const run = Later.of(done).followed<Run<T>>(
      (result) => {
        flow.finish();
        return { kind: 'done', result };
      },
      (error) => {
        flow.finish();
        throw error;
      },
    );
    // It is told from within the handler, and what follows belongs to the request.
    const request = new AsyncResource('PorticoFlow', { requireManualDestroy: true });
    const suspend = (): void => run.overtake(this.suspend(flow, done, exchange));
    flow.whenQuiet(() => {
      if (run.isOpen) request.runInAsyncScope(suspend);
    });
    return run;
  }

  /** Rejects what waits in memory, and waits for its `finally` blocks. */
  close(): Promise<void> {
    return this.parked.close();
  }

  /** Takes up a flow that waits in memory; only the newest round of it, and only once. */
  private resume<T>(prior: FlowState, exchange: Exchange, attempt: Attempt): ParkedFlow<T> | undefined {
    const parked = this.parked.take(prior.round) as ParkedFlow<T> | undefined;
    if (!parked) return undefined;
    const { flow } = parked;
    flow.goOn(exchange);
    recordAnswers(flow.journal, prior.waiting, attempt.answers);
    flow.deliver();
    return parked;
  }

  private start<T>(
    prior: FlowState | undefined,
    exchange: Exchange,
    attempt: Attempt,
    handle: (exchange: Exchange) => Eventually<T>,
  ): RunningFlow<T> {
    const isCurrent = prior?.revision === this.settings.revision();
    const kept = new Journal(prior?.journal);
    const journal = prior && !isCurrent ? new Journal(kept.done) : kept;
    if (!prior) recordUnaskedAnswers(journal, attempt.answers);
    else if (isCurrent) recordAnswers(journal, prior.waiting, attempt.answers);
    const flow = new SuspendableFlow(
      prior?.flow,
      journal,
      exchange,
      this.store,
      this.questions,
      this.settings.ttl,
      prior !== undefined || !journal.isEmpty,
    );
    try {
      // It is awaited by run, or, when nobody comes back, by nobody.
      return { flow, done: handle(flowExchange(flow)) };
    } catch (error) {
      flow.finish();
      throw error;
    }
  }

  private async suspend<T>(flow: SuspendableFlow, done: PromiseLike<T>, exchange: Exchange): Promise<Run<T>> {
    if (exchange.signal.aborted) {
      // Nobody will come back: the handler cleans up at once.
      flow.stop(abortion(exchange.signal));
      return { kind: 'done', result: await done };
    }
    const round = unguessableId();
    const open = [...flow.open];
    for (const [, question] of open) {
      question.sent = true;
      question.leave(); // it waits at the client now, and may be answered at another machine
    }
    const questions = Object.fromEntries(open.map(([key, { request }]) => [key, request]));
    try {
      const state = await this.sealState(flow, round, exchange);
      flow.pause();
      if (!this.parked.park(round, { flow, done }, callerOf(exchange))) {
        flow.stop(suspension());
        await ended(done);
        if (flow.hasSwallowed) return { kind: 'done', result: await done };
      }
      return { kind: 'suspended', questions, state };
    } catch (error) {
      flow.stop(suspension());
      throw error;
    }
  }

  private async sealState(flow: SuspendableFlow, round: string, exchange: Exchange): Promise<string> {
    this.tellOfRandomKey(exchange);
    const { ttl, maxStateSize, revision } = this.settings;
    const waiting = Object.fromEntries(Array.from(flow.open, ([key, { digest }]) => [key, digest]));
    const base = { flow: flow.id, round, revision: revision(), expires: this.clock.now() + ttl, waiting };
    const binding = this.binding(exchange);
    const sealed = this.seal.seal(
      { journal: flow.journal, ...base } satisfies Record<string, unknown>,
      binding,
    );
    if (sealed.length <= maxStateSize) return sealed;
    const stored = `journal:${round}`;
    await this.store.put(stored, JSON.stringify(flow.journal), ttl);
    return this.seal.seal({ ...base, stored }, binding);
  }

  /** Over stdio and within a process there is no other server that could take the answer. */
  private tellOfRandomKey({ transport }: Exchange): void {
    if (this.hasToldOfKey || !this.seal.isOfThisProcess || transport === 'stdio' || transport === 'memory')
      return;
    this.hasToldOfKey = true;
    this.log.warn(
      'A question was asked over the stateless protocol and no key is configured, so a random one is used: its answer can be taken only by this process. Set PORTICO_STATE_KEY (or interaction.keys) to the same secret on every machine.',
    );
  }

  private async open(text: string, exchange: Exchange): Promise<FlowState> {
    try {
      const state = this.seal.open(text, this.binding(exchange)) as FlowState;
      if (state.expires < this.clock.now()) throw new StateRejected('expired');
      await this.useOnce(state);
      return state.stored === undefined
        ? state
        : { ...state, journal: await this.storedJournal(state.stored) };
    } catch (error) {
      if (!(error instanceof StateRejected)) throw error;
      this.log.warn(`A request state was refused (${exchange.method}): ${error.message}`);
      throw new InvalidFlowState('Invalid or expired requestState', { cause: error });
    }
  }

  private async useOnce({ round }: FlowState): Promise<void> {
    if (!this.settings.singleUse) return;
    const claim = await this.store.claim(`round:${round}`, this.settings.ttl);
    if (claim.state !== 'granted') throw new StateRejected('used before');
  }

  private async storedJournal(id: string): Promise<readonly JournalEntry[]> {
    const text = await this.store.get(id);
    if (text === undefined) throw new StateRejected('its journal is not in the store any more');
    return JSON.parse(text) as JournalEntry[];
  }

  /** A state is valid for the same caller, server, method, target and arguments only. */
  private binding({ principal, method, params }: Exchange): string {
    const caller = principal ? [principal.issuer, principal.subject, principal.clientId] : [];
    const target = canonicalJson([params['name'], params['uri'], params['arguments'] ?? {}]);
    return createHash('sha256')
      .update(canonicalJson([this.settings.audience, caller, method, target]))
      .digest('base64url');
  }
}

function abortion({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new DOMException(String(reason), 'AbortError');
}

/** Waits until a handler that was stopped has cleaned up behind it: then it is known whether it went on instead. */
async function ended(done: PromiseLike<unknown>): Promise<void> {
  const enough = new AbortController();
  const late = sleep(CLEANING, undefined, { signal: enough.signal }).catch(() => {});
  await Promise.race([Promise.allSettled([done]), late]);
  enough.abort();
}

function recordAnswers(
  journal: Journal,
  waiting: Readonly<Record<string, string>>,
  answers: Readonly<Record<string, unknown>> = {},
): void {
  for (const [key, digest] of Object.entries(waiting))
    if (Object.hasOwn(answers, key)) journal.record({ key, digest, answer: answers[key] });
}

/** A client may answer questions it knows by their keys without having been asked in this flow. */
function recordUnaskedAnswers(journal: Journal, answers?: Readonly<Record<string, unknown>>): void {
  if (!answers) return;
  for (const [key, answer] of Object.entries(answers)) journal.record({ key, digest: ANY_QUESTION, answer });
}
