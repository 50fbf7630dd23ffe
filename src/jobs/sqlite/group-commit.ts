import type { SqliteDatabase } from '../../storage/sqlite.js';

interface Write {
  /** What is written, and for whom it is done when it is durable. */
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Makes the writes of one turn of the event loop one transaction: a commit costs more than the writes themselves. They are
 * gathered first and done in one go, so the file is never locked while this process does something else; another
 * connection of the same process would wait for it in vain.
 */
export class GroupCommit {
  private gathered: Write[] = [];

  constructor(private readonly database: SqliteDatabase) {}

  /**
   * @param work writes, and waits for nothing; what it wrote before it throws is not undone
   * @returns what the work returned, once it is durable
   */
  write<T>(work: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.gathered.length === 0) setImmediate(() => this.flush());
      this.gathered.push({ work, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  /** Does what is gathered, now. */
  flush(): void {
    const writes = this.gathered;
    this.gathered = [];
    if (writes.length === 0) return;
    try {
      this.database.exec('BEGIN IMMEDIATE');
      const done = writes.map((write) => attempt(write));
      this.database.exec('COMMIT');
      for (const tell of done) tell();
    } catch (error) {
      this.rollBack();
      for (const { reject } of writes) reject(error);
    }
  }

  private rollBack(): void {
    try {
      this.database.exec('ROLLBACK');
    } catch {
      // It was not begun, or what failed has rolled it back.
    }
  }
}

/** @returns how to tell what came of it */
function attempt({ work, resolve, reject }: Write): () => void {
  try {
    const value = work();
    return () => resolve(value);
  } catch (error) {
    return () => reject(error);
  }
}
