/** How background work is kept and done, with nothing left open. Durations in ms. */
export interface JobsSettings {
  /** Where the queue is: `memory:`, `sqlite:…`, `postgres://…`, `redis://…` or `mongodb://…`. */
  readonly url: string;
  /** Where the records are; absent: where the queue is. */
  readonly store: string | undefined;
  /** Of tables, keys and channels. */
  readonly prefix: string;
  readonly concurrency: number;
  readonly lease: number;
  readonly patience: number;
  readonly stopTime: number;
  readonly attempts: number;
  readonly tasksPerCaller: number;
  readonly keep: number;
  readonly drain: number;
  readonly sweepEvery: number;
  readonly connectTime: number;
  readonly headers: readonly string[];
  /** Secrets that seal what is stored, newest first. */
  readonly keys: readonly string[];
}
