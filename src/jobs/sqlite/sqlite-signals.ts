import type { SqliteDatabase, SqliteStatement } from '../../storage/sqlite.js';
import { Listeners } from '../signals/listeners.js';
import type { Signals } from '../signals/signals.js';

/** How often the file is looked at while somebody waits for something in it, and while nobody does, in ms. */
const WAKEFUL = 5;
const DROWSY = 100;
/** Wakefulness lasts this long after the last change, in ms. */
const ALERT = 5_000;

/**
 * Hints between the processes that share a database file. SQLite has no way to call another process, but it tells each
 * connection whether another one has written (`PRAGMA data_version`, a few microseconds): so the file is polled, more
 * often while something is going on.
 */
export class SqliteSignals implements Signals {
  private readonly listeners = new Listeners();
  private readonly dataVersion: SqliteStatement;
  private seen: unknown;
  private lastChange = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param changed of the topics somebody listens to, those that another process may have changed
   * @param isShared whether other processes can write to the database
   * @param onTrouble called when the file could not be looked at; it is looked at again
   */
  constructor(
    database: SqliteDatabase,
    private readonly changed: (topics: Iterable<string>) => Iterable<string>,
    private readonly isShared: boolean,
    private readonly onTrouble: (error: Error) => void,
  ) {
    this.dataVersion = database.prepare('PRAGMA data_version');
    this.seen = this.dataVersion.get()?.['data_version'];
  }

  send(topic: string): void {
    this.listeners.tell(topic);
  }

  listen(topic: string, listener: () => void): () => void {
    const stop = this.listeners.add(topic, listener);
    if (this.isShared) this.timer ??= this.next(WAKEFUL);
    return stop;
  }

  close(): Promise<void> {
    clearTimeout(this.timer);
    this.listeners.clear();
    return Promise.resolve();
  }

  private next(delay: number): NodeJS.Timeout {
    return setTimeout(() => this.poll(), delay).unref();
  }

  private poll(): void {
    this.timer = undefined;
    const begun = performance.now();
    try {
      this.look(begun);
    } catch (error) {
      this.onTrouble(error as Error);
    }
    if (this.listeners.size === 0) return;
    const pace = begun - this.lastChange < ALERT || this.isAwaited() ? WAKEFUL : DROWSY;
    // Never more than a small part of the time is spent on looking.
    this.timer = this.next(Math.max(pace, 10 * (performance.now() - begun)));
  }

  private look(now: number): void {
    const version = this.dataVersion.get()?.['data_version'];
    if (version === this.seen) return;
    const news = [...this.changed(this.listeners.all)];
    this.seen = version; // what could not be looked through is looked through again
    this.lastChange = now;
    for (const topic of news) this.listeners.tell(topic);
  }

  /** Whether somebody waits for a task, rather than a worker for any task. */
  private isAwaited(): boolean {
    for (const topic of this.listeners.all) if (topic.startsWith('task:')) return true;
    return false;
  }
}
