import type { Exchange } from '../../context/exchange.js';
import type { TaskError, TaskRecord } from '../task-record.js';

/** How one kind of task is run. */
export interface TaskExecutor {
  /** Whether somebody waits for the task who can answer questions. */
  readonly mayAsk: boolean;
  /** @returns what the task comes to, as plain JSON */
  run(exchange: Exchange): Promise<unknown>;
  /** How long to wait, in ms, before the task is tried again after it threw; `undefined`: it has failed. */
  retryAfter(record: TaskRecord): number | undefined;
  /** After how many failures, a lost process being one, it is given up. */
  maxFailures(record: TaskRecord): number;
  /** What is kept of an error. */
  describe(record: TaskRecord, error: unknown): TaskError;
}
