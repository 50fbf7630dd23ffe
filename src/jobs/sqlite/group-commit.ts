import type { SqliteDatabase } from '../../storage/sqlite.js';

/**
 * Makes the writes of one turn of the event loop one transaction: a commit costs more than the writes themselves. Who
 * writes learns of it when it is committed, so what was promised is durable. Other processes may write between turns.
 */
export class GroupCommit {
  private committed: Promise<void> | undefined;
  private settle: { resolve: () => void; reject: (reason: unknown) => void } | undefined;

  constructor(private readonly database: SqliteDatabase) {}

  /**
   * @param work writes, and waits for nothing; where it throws, what it wrote before stays
   * @returns what the work returned, once it is durable
   */
  async write<T>(work: () => T | Promise<T>): Promise<T> {
    const committed = this.begin();
    const value = work();
    await committed;
    return value;
  }

  /** Commits what is written so far. */
  flush(): void {
    const { settle } = this;
    if (!settle) return;
    this.committed = undefined;
    this.settle = undefined;
    try {
      this.database.exec('COMMIT');
      settle.resolve();
    } catch (error) {
      this.rollBack();
      settle.reject(error);
    }
  }

  private begin(): Promise<void> {
    if (this.committed) return this.committed;
    this.database.exec('BEGIN IMMEDIATE');
    this.committed = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
    this.committed.catch(() => {}); // each who wrote is told
    setImmediate(() => this.flush());
    return this.committed;
  }

  private rollBack(): void {
    try {
      this.database.exec('ROLLBACK');
    } catch {
      // A failed commit may have rolled back already.
    }
  }
}
