import { setTimeout as sleep } from 'node:timers/promises';
import { PorticoError } from '../../common/portico-error.js';
import type { ServerLog } from '../../common/server-log.js';
import { DerivedExchange } from '../../context/derived-exchange.js';
import { flowExchange } from '../../interaction/flow-exchange.js';
import type { FlowStore } from '../../interaction/flow-store.js';
import { Journal } from '../../interaction/journal.js';
import type { QuestionPlaces } from '../../interaction/question-places.js';
import type { Hold, RunEnd } from '../job-queue.js';
import type { TaskRecord } from '../task-record.js';
import { Bell } from './bell.js';
import { Lifeline } from './lifeline.js';
import { answerEntries } from './questions.js';
import { RunRecord } from './run-record.js';
import { sealNotes, TaskConversation } from './task-conversation.js';
import { taskExchange } from './task-exchange.js';
import type { TaskExecutor } from './task-executor.js';
import { TaskFlow } from './task-flow.js';
import type { TaskInput } from './task-input.js';
import type { TaskLedger } from './task-ledger.js';
import { TaskScribe } from './task-scribe.js';
import type { TaskVault } from './task-vault.js';
import { beat, finish, isOwn, release } from './transitions.js';

export interface RunSettings {
  /** How long a worker that shows no sign of life keeps its tasks, in ms. */
  readonly lease: number;
  /** How long a handler waits for answers in memory before it gives its place away, in ms. */
  readonly patience: number;
  /** How long a handler that is told to stop is waited for, in ms. */
  readonly stopTime: number;
  /** How long effects are remembered, in ms. */
  readonly effectTtl: number;
}

export interface RunParts {
  readonly ledger: TaskLedger;
  readonly vault: TaskVault;
  readonly flows: FlowStore;
  readonly questions: QuestionPlaces;
  readonly executor: TaskExecutor;
  readonly settings: RunSettings;
  readonly log: ServerLog;
  /** Has a task run again at a time. */
  readonly enqueue: (record: TaskRecord, at: number) => Promise<void>;
}

type Ending = { readonly value: unknown } | { readonly error: unknown };
type Stop = keyof typeof reasons;

/** One run of one task by one worker: from taking it up to its end, its next sleep, or its being taken away. */
export class TaskRun {
  private readonly controller = new AbortController();
  private readonly bell = new Bell();
  private readonly record: RunRecord;
  private readonly flow: TaskFlow;
  private readonly conversation: TaskConversation;
  private ending: Ending | undefined;
  private stopped: Stop | undefined;
  private mayHaveChanged = false;

  /**
   * @param taken the record as this run has taken it up
   * @throws PorticoError `PORTICO_TASK_SEALED`, `PORTICO_TASK_SNAPSHOT` where it cannot be opened
   */
  constructor(
    taken: TaskRecord,
    private readonly hold: Hold,
    private readonly parts: RunParts,
  ) {
    const { vault, ledger, log, settings } = parts;
    this.record = new RunRecord(taken, ledger, vault);
    const { record } = this;
    const input = vault.open<TaskInput>(taken.id, 'input', taken.input);
    const exchange = taskExchange(
      taken,
      input,
      new TaskScribe(taken, ledger, vault, log),
      this.controller.signal,
      () => this.flow,
    );
    this.flow = new TaskFlow(exchange, {
      id: taken.id,
      journal: new Journal([...(input.journal ?? []), ...record.notes, ...answerEntries(record.questions)]),
      store: parts.flows,
      questions: parts.questions,
      ttl: settings.effectTtl,
      isResumed: taken.run > 1,
      onAsked: this.bell.ring,
      keep: async (journal) => {
        const notes = sealNotes(vault, taken.id, journal);
        await record.change((now) => (isOwn(now, record.run) ? { journal: notes } : undefined));
      },
    });
    this.conversation = new TaskConversation(this.flow, record, vault, settings.patience, this.bell.ring);
  }

  /** Runs the handler, and sees to it until it is over. */
  async execute(): Promise<RunEnd> {
    const { settings, log } = this.parts;
    const { lease } = settings;
    const onLost = () => this.stop('lost');
    const lifeline = new Lifeline({ lease, beat: () => this.beat(lease), onLost, log });
    const unwatch = this.record.watch(() => {
      this.mayHaveChanged = true;
      this.bell.ring();
    });
    const handled = this.handle();
    try {
      if ((await this.attend()) === 'ended') return await this.settle(lifeline);
      await this.waitFor(handled);
      if (this.stopped === 'handed back') return await this.giveBack();
      return this.stopped === 'lost' ? 'leave' : 'done';
    } finally {
      this.conversation.end();
      unwatch();
      lifeline.end();
    }
  }

  /** The worker wants to stop: a handler that only waits for answers does not keep it. */
  rest(): void {
    this.conversation.rest();
  }

  /** The worker stops now: the task is run again elsewhere. */
  handBack(): void {
    this.stop('handed back');
  }

  private async handle(): Promise<void> {
    const { executor } = this.parts;
    const exchange = flowExchange(this.flow);
    const { peer } = this.flow.current;
    try {
      const value = await executor.run(executor.mayAsk ? exchange : new DerivedExchange(exchange, { peer }));
      this.flow.finish();
      this.ending = { value };
    } catch (error) {
      this.ending = { error };
    }
    this.bell.ring();
  }

  /** Looks after the handler while it runs. A store that does not answer is asked again, for as long as the lease lasts. */
  private async attend(): Promise<'ended' | 'left'> {
    for (;;) {
      await this.bell.heard();
      if (this.stopped) return 'left';
      if (this.ending) return 'ended';
      try {
        if (await this.conversation.storeQuestions()) this.mayHaveChanged = true; // an answer may have come before
        if (this.mayHaveChanged) await this.lookAgain();
        if (await this.conversation.sleep()) return 'left';
      } catch (error) {
        this.parts.log.warn(`The record of a running task cannot be reached: ${(error as Error).message}`);
        this.mayHaveChanged = true;
        setTimeout(this.bell.ring, this.parts.settings.lease / 20);
      }
    }
  }

  /** It may have been cancelled, taken over, or answered. */
  private async lookAgain(): Promise<void> {
    this.mayHaveChanged = false;
    const state = await this.record.look();
    if (state === 'ours') this.conversation.deliver();
    else this.stop(state);
  }

  private async settle(lifeline: Lifeline): Promise<RunEnd> {
    const { executor, vault, log, settings } = this.parts;
    const { latest, run } = this.record;
    const ending = this.ending!;
    const delay = 'error' in ending ? executor.retryAfter(latest) : undefined;
    if ('error' in ending && delay !== undefined) return this.retry(delay, ending.error);
    const status = 'error' in ending ? 'failed' : 'completed';
    const kept =
      'error' in ending ? { error: executor.describe(latest, ending.error) } : { result: ending.value };
    const outcome = vault.close(latest.id, 'outcome', kept);
    for (;;) {
      try {
        await this.record.change((now) => finish(now, run, status, outcome, Date.now()));
        return 'done';
      } catch (error) {
        if (lifeline.left <= 0) throw error; // somebody else may be running it by now
        log.warn(`The end of ${latest.name} could not be stored yet: ${(error as Error).message}`);
        await sleep(settings.lease / 20);
      }
    }
  }

  private async retry(delay: number, error: unknown): Promise<RunEnd> {
    const { latest, run } = this.record;
    const at = Date.now() + delay;
    this.parts.log.warn(`${latest.name} failed (attempt ${latest.attempt}), again in ${delay} ms:`, error);
    if (await this.record.change((now) => release(now, run, at, true))) await this.parts.enqueue(latest, at);
    return 'done';
  }

  private async giveBack(): Promise<RunEnd> {
    const isOurs = await this.record.change((now) => release(now, this.record.run, Date.now(), false));
    return isOurs ? 'return' : 'done';
  }

  private async beat(lease: number): Promise<void> {
    const [isOurs] = await Promise.all([
      this.record.change((now) => beat(now, this.record.run, lease, Date.now())),
      this.hold.extend(lease),
    ]);
    if (isOurs) return;
    this.mayHaveChanged = true;
    this.bell.ring();
  }

  private stop(why: Stop): void {
    if (this.stopped || this.ending) return;
    this.stopped = why;
    const reason = new PorticoError('PORTICO_SUSPENDED', reasons[why]);
    this.controller.abort(reason);
    this.flow.end(reason);
    this.bell.ring();
  }

  /** Waits for a handler that was told to stop; one that does not is left behind. */
  private async waitFor(handled: Promise<void>): Promise<void> {
    const { stopTime } = this.parts.settings;
    const inTime = new AbortController();
    const isLate = sleep(stopTime, true, { signal: inTime.signal }).catch(() => false);
    if (await Promise.race([handled, isLate]))
      this.parts.log.warn(
        `${this.record.latest.name} was told to stop and still runs after ${stopTime} ms. Let it stop by ctx.signal.`,
      );
    inTime.abort();
  }
}

const reasons = {
  cancelled: 'The task was cancelled, so its handler is stopped. Let this error pass.',
  lost: 'This process showed no sign of life for too long and another may be running the task by now, so its handler is stopped here. Let this error pass.',
  'handed back':
    'This process is shutting down, so the handler is stopped; the task is run again by another. Let this error pass.',
} as const;
