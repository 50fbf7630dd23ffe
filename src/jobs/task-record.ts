import type { PeerRequest } from '../context/peer.js';

/** Where a task stands; both wire projections use these words. */
export type TaskStatus = 'working' | 'input_required' | 'completed' | 'failed' | 'cancelled';

/** What a task runs: a call of a tool, or a `@Job` class. Only calls are ever shown to clients. */
export type TaskKind = 'tool' | 'job';

/** Whether a task has come to its end. */
export function isTerminal(status: TaskStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

/** Why a task failed. Of a tool call: the fault its request would have been answered with. */
export interface TaskError {
  /** A fault of the pipeline (`invalid-params`, `internal`, …), or a code `PORTICO_…`. */
  readonly code: string;
  readonly message: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** How far a task says it is. */
export interface TaskProgress {
  readonly done: number;
  readonly total?: number;
  readonly message?: string;
}

/** A task as those who wait for it see it, with everything opened. Times in ms since 1970. */
export interface Task {
  readonly id: string;
  readonly kind: TaskKind;
  /** Of the tool or the job. */
  readonly name: string;
  readonly status: TaskStatus;
  /** How often its handler was begun; more than 1 when an earlier attempt failed or its process died. */
  readonly attempt: number;
  readonly progress: TaskProgress | undefined;
  /** The questions that wait for an answer, by their keys. A key is never used for another question. */
  readonly questions: Readonly<Record<string, PeerRequest>>;
  /** What the tool or the job returned, as plain JSON; present when completed. */
  readonly result: unknown;
  /** Present when failed. */
  readonly error: TaskError | undefined;
  readonly created: number;
  readonly updated: number;
  /** Until when the record is kept at least. */
  readonly expires: number;
}

/**
 * A task as a store keeps it. Texts are sealed before they come here: a look into the store tells nobody arguments,
 * answers, results or who is calling.
 */
export interface TaskRecord {
  readonly id: string;
  /** Counts the changes; a change is made only to the version it was made from. */
  readonly version: number;
  readonly kind: TaskKind;
  readonly name: string;
  /** The key of the principal it belongs to; empty for callers without identity. */
  readonly owner: string;
  /** Which queue of the engine its runs wait in. */
  readonly lane: string;
  readonly priority: number;
  readonly status: TaskStatus;
  /** Sealed: what to run, and who asked for it. */
  readonly input: string;
  /** Sealed: what the handler must find again when it is run again. */
  readonly journal: string | null;
  /** Sealed: all questions asked so far, with the answers that came. */
  readonly questions: string | null;
  /** Sealed: the result or the error. */
  readonly outcome: string | null;
  readonly done: number | null;
  readonly total: number | null;
  /** Sealed: the message of the last progress report. */
  readonly message: string | null;
  /** Counts the runs; only the newest run may write. */
  readonly run: number;
  readonly attempt: number;
  /** How many runs threw, or ended without a word. */
  readonly failures: number;
  /** Who runs it now. */
  readonly holder: string | null;
  /** When a worker should look at it (again): for a task that runs, the end of its holder's lease. */
  readonly due: number | null;
  /** While it is set no other unfinished task may have the same. */
  readonly unique: string | null;
  readonly created: number;
  readonly updated: number;
  readonly expires: number;
  /** How long it is kept after its last change of status, in ms. */
  readonly ttl: number;
}

/** What may change in a record. */
export type TaskChanges = Partial<
  Omit<TaskRecord, 'id' | 'version' | 'kind' | 'name' | 'owner' | 'lane' | 'priority' | 'input' | 'created'>
>;
