import { isBusy, type SqliteDatabase } from '../../storage/sqlite.js';

interface Write {
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** Until when another writer is waited for, as `performance.now()` tells time. */
  readonly end: number;
}

/** How long another process may keep the file to itself before a write fails, in ms. */
const PATIENCE = 10_000;
/** Between two attempts to write, at most, in ms. */
const PAUSE = 20;

/**
 * Makes the writes of one turn of the event loop one transaction: a commit costs more than the writes themselves. They are
 * gathered first and done in one go, so the file is never locked while this process does something else; another
 * connection of the same process would wait for it in vain.
 */
export class GroupCommit {
  private gathered: Write[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: SqliteDatabase) {}

  /**
   * @param work writes to the database and does nothing else: it may be done again. It must not wait for anything, since
   * what it did after that would stand outside the transaction
   * @returns what the work returned, once it is durable. A work that throws leaves nothing behind
   */
  write<T>(work: () => T extends PromiseLike<unknown> ? never : T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.gathered.length === 0) setImmediate(() => this.flush());
      const end = performance.now() + PATIENCE;
      this.gathered.push({ work, resolve: resolve as (value: unknown) => void, reject, end });
    });
  }

  /** Does what is gathered, now. */
  flush(): void {
    if (this.timer) return; // the file is another's at the moment
    const writes = this.gathered;
    this.gathered = [];
    this.commit(writes);
  }

  /** Does what is gathered, or fails it where the file is another's. */
  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const writes = this.gathered.map((write) => ({ ...write, end: 0 }));
    this.gathered = [];
    this.commit(writes);
  }

  private commit(writes: readonly Write[]): void {
    if (writes.length === 0) return;
    let failed: Write | undefined;
    try {
      // Not prepared: one that was refused stays open in libsql, and the connection sees no changes of others any more.
      this.database.exec('BEGIN IMMEDIATE');
      const results = writes.map((write) => {
        failed = write;
        return write.work();
      });
      failed = undefined;
      this.database.exec('COMMIT');
      for (const [i, { resolve }] of writes.entries()) resolve(results[i]);
    } catch (error) {
      this.rollBack();
      if (failed) this.without(failed, error, writes);
      else if (isBusy(error)) this.putOff(writes, error);
      else for (const { reject } of writes) reject(error);
    }
  }

  /** The others are done again, for what they wrote is undone as well. */
  private without(failed: Write, error: unknown, writes: readonly Write[]): void {
    failed.reject(error);
    this.commit(writes.filter((write) => write !== failed));
  }

  /** Another process writes: the event loop goes on, and the file is asked for again in a moment. */
  private putOff(writes: readonly Write[], error: unknown): void {
    const now = performance.now();
    const patient = writes.filter(({ end, reject }) => {
      if (end <= now) reject(error);
      return end > now;
    });
    if (patient.length === 0) return;
    this.gathered = [...patient, ...this.gathered];
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.flush();
      },
      1 + Math.random() * PAUSE,
    );
  }

  private rollBack(): void {
    try {
      this.database.exec('ROLLBACK');
    } catch {
      // It was not begun, or what failed has rolled it back.
    }
  }
}
