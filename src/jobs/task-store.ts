import type { TaskChanges, TaskRecord } from './task-record.js';

/** One thing a task said while it ran. */
export interface TaskLogEntry {
  readonly time: number;
  readonly level: string;
  /** Sealed: the message, its data and who spoke. */
  readonly text: string;
}

/** A page of tasks, newest first. */
export interface TaskRecordPage {
  readonly records: readonly TaskRecord[];
  /** Where the next page begins; absent on the last. */
  readonly next: string | undefined;
}

/**
 * Where the records of tasks are kept. A store knows nothing of what a change means: it makes a change to the version
 * it was made from, or refuses, so that of all who change a task at once one does.
 */
export interface TaskStore {
  /**
   * Keeps a new task; durable when it resolves.
   *
   * @returns the id of the task that was there already, with the same id or an equal `unique`; else `undefined`
   */
  insert(record: TaskRecord): Promise<string | undefined>;
  read(id: string): Promise<TaskRecord | undefined>;
  /**
   * Changes a record if it still has this version, and counts the version up.
   *
   * @param tell whether those who watch the task should look at it
   * @returns whether it was changed
   */
  update(id: string, version: number, changes: TaskChanges, tell: boolean): Promise<boolean>;
  /** The tasks of an owner, newest first. */
  list(owner: string, limit: number, from?: string): Promise<TaskRecordPage>;
  /** How many tasks of an owner have not ended; counts no further than `limit`. */
  unfinished(owner: string, limit: number): Promise<number>;
  /** Tasks a worker should have looked at before a time, longest first. */
  overdue(before: number, limit: number): Promise<readonly TaskRecord[]>;
  /** Tasks whose time to be kept ended before a time. */
  expired(before: number, limit: number): Promise<readonly TaskRecord[]>;
  /** Tasks of all owners and jobs, those that are kept longest first: where all are kept as long, the newest. */
  latest(limit: number): Promise<readonly TaskRecord[]>;
  remove(ids: readonly string[]): Promise<void>;
  /** Adds to what the task said; only the latest {@link MAX_LOG} are kept. */
  appendLog(id: string, entry: TaskLogEntry): Promise<void>;
  logs(id: string): Promise<readonly TaskLogEntry[]>;
  /**
   * Calls back when a task may have changed, here or in another process. Never tells too little; may tell too much.
   *
   * @returns how to stop
   */
  watch(id: string, listener: () => void): () => void;
  close(): Promise<void>;
}

/** How many log entries of a task are kept. */
export const MAX_LOG = 200;
