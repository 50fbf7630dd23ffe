import type { Duration } from '../common/duration.js';

/** What a process of the application does: serve clients, do background work, or both. */
export type Role = 'server' | 'worker' | 'both';

/** Background work: where it is kept, and how it is done. Nothing is opened before there is some. */
export interface JobsOptions {
  /**
   * Where jobs and tasks are kept: `sqlite:path/to/jobs.db` for the processes of one machine, `postgres://…` or `redis://…`
   * for many, `mongodb://…` for the queue with `store` beside it, `memory:` for this process and until it ends.
   * `PORTICO_JOBS_URL` likewise. Default: `sqlite:.portico/jobs.db`.
   */
  readonly url?: string;
  /** Where the records are while the queue is on MongoDB. */
  readonly store?: string;
  /** What tables, keys and channels begin with, where applications share a database. Default: `portico`. */
  readonly prefix?: string;
  /** How many jobs and tasks one worker runs at once. Default: 10. */
  readonly concurrency?: number;
  /**
   * How long a worker that shows no sign of life keeps what it runs; after that another begins it again. Clocks of
   * machines may differ by less than this. Default: 15 seconds.
   */
  readonly lease?: Duration;
  /** How long a handler waits for an answer in memory before it gives its place in the worker away. Default: 1 second. */
  readonly patience?: Duration;
  /** How often a job may take its process down before it is given up. Default: 3. */
  readonly attempts?: number;
  /**
   * How many background tasks of one caller may be unfinished at a time, waiting for an answer included; whoever wants one
   * more is refused with `PORTICO_TASK_LIMIT`. Callers without identity count together in the stateless revision, by
   * session else. Default: 1,000.
   */
  readonly tasksPerCaller?: number;
  /** How long the record of what has ended is kept, and a question may stay open. Default: 1 hour. */
  readonly keep?: Duration;
  /** How long what runs may go on when the application closes; then it is handed to another worker. Default: 10 seconds. */
  readonly drain?: Duration;
  /** How long to try to reach the database at the start. Default: 30 seconds. */
  readonly connectTime?: Duration;
  /**
   * The HTTP headers of a request that its background task may read. A token is stored, encrypted, only where
   * `authorization` is named. Default: `accept-language`.
   */
  readonly headers?: readonly string[];
}
