import type { Duration } from '../common/duration.js';
import type { SchemaSource } from '../schema/index.js';

/** How long to wait before a job that threw is tried again. */
export interface Backoff {
  /** Before the first retry. */
  readonly delay: Duration;
  /** By what each further wait grows. Default: 2. */
  readonly factor?: number;
  /** The longest wait. Default: 5 minutes. */
  readonly max?: Duration;
}

/** How a job is run. */
export interface JobDecoratorOptions {
  /** DTO class, Standard Schema or JSON Schema of its data. Default: the DTO class among the parameters of `run`. */
  readonly input?: SchemaSource;
  /** How many of this job one worker runs at once. Default: as many as it has places. */
  readonly concurrency?: number;
  /** How often it is tried again after it threw. Default: 0. */
  readonly retries?: number;
  /** Default: one second, doubled each time. A duration alone is the first wait. */
  readonly backoff?: Duration | Backoff;
  /** How long one attempt may take before its signal is aborted and it has failed. Default: no limit. */
  readonly timeout?: Duration;
  /** From -20 to 20; of jobs that have waited equally long the higher is taken first. Default: 0. */
  readonly priority?: number;
}

/** How a job is repeated. */
export interface EveryOptions {
  /** Where a cron expression's hours are counted, such as `Europe/Berlin`. Default: where the server runs. */
  readonly timezone?: string;
  /** Handed to `run` each time. */
  readonly data?: unknown;
}

/** What `@Job` recorded. */
export interface JobRecord {
  readonly name: string | undefined;
  readonly options: JobDecoratorOptions;
}

/** What one `@Every` recorded. */
export interface EveryRecord {
  /** `5 minutes`, a duration, or a cron expression. */
  readonly when: string;
  readonly options: EveryOptions;
}
