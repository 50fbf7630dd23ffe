import type { Class } from '../../common/class.js';
import type { Duration } from '../../common/duration.js';
import type { Context } from '../context.js';

/** A class with `@Job` on it. */
export type JobClass = Class<{ run(...args: never[]): unknown }>;

/** What the `run` of a job takes beside its `Context`; `undefined` where it takes nothing. */
export type JobData<J extends JobClass> = FirstData<Parameters<InstanceType<J>['run']>>;

type FirstData<P extends readonly unknown[]> = P extends readonly [infer First, ...infer Rest]
  ? First extends Context
    ? FirstData<Rest>
    : First
  : undefined;

/** What is given with a job: its data, where it takes any, and when it shall run. */
export type JobArguments<J extends JobClass> =
  undefined extends JobData<J>
    ? [data?: JobData<J>, options?: JobOptions]
    : [data: JobData<J>, options?: JobOptions];

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
