import type { ServerLog } from '../../common/server-log.js';
import { isPorticoError } from '../../common/portico-error.js';
import type { FlowStore } from '../../interaction/flow-store.js';
import type { QuestionPlaces } from '../../interaction/question-places.js';
import type { Hold, JobQueue, Lane, RunEnd } from '../job-queue.js';
import type { TaskKind, TaskRecord } from '../task-record.js';
import type { TaskExecutor } from './task-executor.js';
import type { TaskLedger } from './task-ledger.js';
import { TaskRun, type RunSettings } from './task-run.js';
import type { TaskVault } from './task-vault.js';
import { begin, cancel, finish, isHeld, release } from './transitions.js';

/** How long another worker has to take up what this one cannot run, in ms. */
const HAND_ON = 2_000;

export interface WorkerParts {
  readonly queue: JobQueue;
  readonly ledger: TaskLedger;
  readonly vault: TaskVault;
  readonly flows: FlowStore;
  readonly questions: QuestionPlaces;
  readonly executors: Readonly<Record<TaskKind, TaskExecutor>>;
  readonly settings: RunSettings;
  readonly log: ServerLog;
  /** Another for every process. */
  readonly name: string;
  /** Called when a task is taken up, before its handler runs. @returns whether it shall run */
  readonly onBegin: (record: TaskRecord) => Promise<boolean>;
}

/** Takes tasks from the queue and runs them, until it is drained. */
export class TaskWorker {
  private readonly runs = new Map<TaskRun, Promise<RunEnd>>();

  constructor(private readonly parts: WorkerParts) {}

  /** How many tasks it runs now. */
  get running(): number {
    return this.runs.size;
  }

  start(lanes: readonly Lane[]): Promise<void> {
    return this.parts.queue.start(lanes, (hold) => this.take(hold));
  }

  /**
   * Takes no more tasks, and finishes those it runs; what is not finished within `ms` milliseconds is handed back, to be
   * run again by another worker.
   */
  async drain(ms: number): Promise<void> {
    await this.parts.queue.stop();
    for (const run of this.runs.keys()) run.rest();
    const timer = setTimeout(() => {
      for (const run of this.runs.keys()) run.handBack();
    }, ms);
    while (this.runs.size > 0) await Promise.allSettled(this.runs.values());
    clearTimeout(timer);
  }

  private async take(hold: Hold): Promise<RunEnd> {
    const record = await this.begin(hold);
    if (!record) return 'done';
    const run = await this.prepare(record, hold);
    if (!run) return 'done';
    const execution = run.execute();
    this.runs.set(run, execution);
    try {
      return await execution;
    } finally {
      this.runs.delete(run);
    }
  }

  /** Takes the task up, unless it is over, asleep, or another worker runs it: then this entry comes again later. */
  private async begin({ task }: Hold): Promise<TaskRecord | undefined> {
    const { ledger, name, settings } = this.parts;
    let held: TaskRecord | undefined;
    const record = await ledger.change(task, (now) => {
      held = isHeld(now, Date.now()) ? now : undefined;
      return begin(now, name, settings.lease, Date.now());
    });
    if (!record && held) await this.enqueue(held, held.due ?? Date.now());
    return record;
  }

  /** A task that cannot be opened, or that ended its process too often, is given up. */
  private async prepare(record: TaskRecord, hold: Hold): Promise<TaskRun | undefined> {
    const { executors, log, vault } = this.parts;
    const executor = executors[record.kind];
    if (record.failures >= executor.maxFailures(record)) {
      const message = `${record.name} was begun ${record.attempt} times and never came to an end: each time it failed, or its process ended.`;
      log.error(`${message} Task ${record.id} is given up.`);
      await this.giveUp(record, { code: 'PORTICO_TASK_ATTEMPTS', message });
      return undefined;
    }
    try {
      if (!(await this.parts.onBegin(record))) {
        await this.parts.ledger.change(record.id, (now) => cancel(now, Date.now()), record);
        return undefined;
      }
      const enqueue = (again: TaskRecord, at: number) => this.enqueue(again, at);
      return new TaskRun(record, hold, { ...this.parts, executor, enqueue, vault });
    } catch (error) {
      if (!isPorticoError(error)) throw error;
      if (record.failures + 1 < executor.maxFailures(record)) await this.handOn(record, error);
      else {
        log.error(`Task ${record.id} is given up:`, error);
        await this.giveUp(record, { code: error.code, message: 'The task could not be run.' });
      }
      return undefined;
    }
  }

  /** What this process cannot open another may: it may have the key, or be of the right version. */
  private async handOn(record: TaskRecord, error: Error): Promise<void> {
    const at = Date.now() + HAND_ON;
    this.parts.log.warn(`Task ${record.id} cannot be run here and is left to another worker:`, error);
    const handedOn = (now: TaskRecord) => release(now, record.run, at, true);
    if (await this.parts.ledger.change(record.id, handedOn, record)) await this.enqueue(record, at);
  }

  private async giveUp(
    record: TaskRecord,
    error: { readonly code: string; readonly message: string },
  ): Promise<void> {
    const { ledger, vault } = this.parts;
    const outcome = vault.close(record.id, 'outcome', { error });
    await ledger.change(
      record.id,
      (now) => {
        const changes = finish(now, record.run, 'failed', outcome, Date.now());
        return changes && { ...changes, message: null }; // it may be what cannot be opened, and the end must be read
      },
      record,
    );
  }

  private enqueue({ id, lane, priority }: TaskRecord, at: number): Promise<void> {
    return this.parts.queue.enqueue({ task: id, lane, priority, at });
  }
}
