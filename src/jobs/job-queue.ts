/** When and where a run waits for a worker. */
export interface QueueEntry {
  /** The task to run. */
  readonly task: string;
  /** The queue it waits in; each has a limit of its own. */
  readonly lane: string;
  /** When it may run, in ms since 1970; absent: at once. */
  readonly at?: number | undefined;
  /** From -20 to 20: who waits as long is taken first the higher this is. */
  readonly priority?: number | undefined;
}

/** A worker's hold on an entry of the queue while it runs. */
export interface Hold {
  readonly task: string;
  /** Keeps other workers away for another `ms` milliseconds. */
  extend(ms: number): Promise<void>;
}

/**
 * What came of a run: `done` takes the entry out of the queue, `return` leaves it to any worker at once, `leave` to whoever
 * comes when the hold is over. So does a run that throws.
 */
export type RunEnd = 'done' | 'return' | 'leave';

/** A lane and how many of its entries one worker runs at once. */
export interface Lane {
  readonly name: string;
  readonly concurrency: number;
}

/** The engine of background work as the rest of the house sees it: it wakes a worker for a task. At least once. */
export interface JobQueue {
  /** Durable when it resolves. */
  enqueue(entry: QueueEntry): Promise<void>;
  /** Begins to take entries. */
  start(lanes: readonly Lane[], run: (hold: Hold) => Promise<RunEnd>): Promise<void>;
  /** Takes no more entries, and gives back what was taken and has not begun. What runs goes on. */
  stop(): Promise<void>;
  /**
   * The next time of a cron expression after a time.
   *
   * @throws PorticoError `PORTICO_SCHEDULE`
   */
  nextTime(cron: string, after: Date, timezone: string | undefined): Date;
  close(): Promise<void>;
}
