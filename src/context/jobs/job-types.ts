import type { Class } from '../../common/class.js';
import type { Duration } from '../../common/duration.js';

/** A class with `@Job` on it, whose `run` takes data of the type `D`. */
export type JobClass<D> = Class<{ run(data: D, ...rest: never[]): unknown }>;

/** When a job runs, and beside which others. */
export interface JobOptions {
  /** How long to wait before it may run. */
  readonly delay?: Duration;
  /** When it may run; not together with `delay`. */
  readonly at?: Date;
  /** Names what the job is about: while an unfinished job of the same class has the same name, none is added. */
  readonly unique?: string;
}

export interface WaitOptions {
  /** How long to wait. Default: as long as it takes. */
  readonly timeout?: Duration;
  readonly signal?: AbortSignal;
}

/** One thing a job said by `ctx.info` and the like. */
export interface JobLogEntry {
  readonly time: Date;
  readonly level: string;
  readonly message: string;
  readonly data?: unknown;
}

/** A job as it stands. */
export interface JobStatus {
  readonly id: string;
  readonly name: string;
  /** `working` from the moment it is queued. */
  readonly status: 'working' | 'input_required' | 'completed' | 'failed' | 'cancelled';
  /** How often it was begun. */
  readonly attempt: number;
  readonly progress:
    { readonly done: number; readonly total?: number; readonly message?: string } | undefined;
  /** What `run` returned. */
  readonly result: unknown;
  /** Why it failed. */
  readonly error: { readonly code: string; readonly message: string } | undefined;
  /** The latest of what it said, oldest first. */
  readonly log: readonly JobLogEntry[];
  readonly created: Date;
  readonly updated: Date;
}
