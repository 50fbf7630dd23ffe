import type { Exchange } from '../context/exchange.js';
import type { JournalEntry } from '../interaction/journal.js';
import type { Task } from './task-record.js';

/** How a call is made a task. */
export interface SubmitOptions {
  /** How long the task is kept after its end, and how long a question may stay open, in ms. Default: `jobs.keep`. */
  readonly ttl?: number | undefined;
  /** The flow the call was judged in: what was answered there is not asked again, and one flow makes one task. */
  readonly flow?: { readonly id: string; readonly journal: readonly JournalEntry[] } | undefined;
}

/** A page of tasks, newest first. */
export interface TaskPage {
  readonly tasks: readonly Task[];
  /** Where the next page begins; absent on the last. */
  readonly next: string | undefined;
}

/**
 * Background tasks as the wire projections use them. Every member that takes an owner answers for the tasks of that
 * owner only: another's task is as if it did not exist.
 *
 * @example
 * ```ts
 * const task = await tasks.submit(exchange, { ttl: 60_000 });
 * const ended = await tasks.wait(task.id, ownerOf(exchange), { signal });
 * ```
 */
export interface TaskRunner {
  /**
   * Makes a call of a tool a task; durable, and to be found by its id, when it resolves.
   *
   * @returns the task; that of the flow, where it has one already
   */
  submit(exchange: Exchange, options?: SubmitOptions): Promise<Task>;
  get(id: string, owner: string): Promise<Task | undefined>;
  list(owner: string, limit: number, from?: string): Promise<TaskPage>;
  /**
   * Gives answers to questions that are open, by their keys; others are ignored. A task that waits for no worker is
   * taken up again, by any.
   *
   * @returns the task as it stands then; `undefined` where the owner has no such task
   */
  answer(id: string, owner: string, answers: Readonly<Record<string, unknown>>): Promise<Task | undefined>;
  /**
   * Cancels a task that has not ended, wherever it runs: its handler's signal is aborted.
   *
   * @returns the task as it stands then, which may have ended otherwise; `undefined` where the owner has no such task
   */
  cancel(id: string, owner: string): Promise<Task | undefined>;
  /**
   * Forgets a task that has ended, before its time: its client has the result and never knew of a task.
   */
  forget(id: string, owner: string): Promise<void>;
  /**
   * Waits until a task has ended, or waits for answers if `orQuestions` is set.
   *
   * @throws the reason of the signal; PorticoError `PORTICO_TASK_UNKNOWN` where the owner has no such task
   */
  wait(
    id: string,
    owner: string,
    options: { readonly signal: AbortSignal; readonly orQuestions?: boolean },
  ): Promise<Task>;
  /**
   * Calls back when a task may have changed, here or in another process; may tell too much.
   *
   * @returns how to stop
   */
  watch(id: string, listener: () => void): () => void;
}
