import { BaseNotificationChannel, toJobId } from 'agenda';
import type { Signals } from '../signals/signals.js';
import { laneTopic } from '../signals/topics.js';

/** How many looks for entries of one lane there are at once: each may take up a connection of its own. */
const MOST_LOOKS = 8;

/**
 * How Agenda hears that entries wait: by our own signals, which work the same on every backend, survive a restart of
 * the database, and carry no data that could be too large. Agenda's reports on the states of its jobs have no channel:
 * they are sent before the states are saved, and the tasks' own records say all of it.
 */
export class QueueChannel extends BaseNotificationChannel {
  /** How many look for entries of each lane. */
  private readonly looks = new Map<string, number>();
  private readonly again = new Set<string>();

  constructor(private readonly signals: Signals) {
    super({ reconnect: { enabled: false } });
    this.setState('connected');
  }

  /** Begins to hear of a lane. */
  follow(lane: string): void {
    this.signals.listen(laneTopic(lane), () => this.wake(lane));
  }

  /**
   * Has Agenda look for entries of a lane, here only. Each look takes one entry after the other, so several look at once:
   * what they take is taken in one transaction, or over several connections. Beyond that, what comes causes one more look.
   */
  wake(lane: string): void {
    const looks = this.looks.get(lane) ?? 0;
    if (looks >= MOST_LOOKS) {
      this.again.add(lane);
      return;
    }
    this.looks.set(lane, looks + 1);
    const hint = { jobId: toJobId(''), jobName: lane, nextRunAt: null, priority: 0, timestamp: new Date() };
    void this.notifyHandlers(hint).finally(() => {
      this.looks.set(lane, this.looks.get(lane)! - 1);
      if (this.again.delete(lane)) this.wake(lane);
    });
  }

  async connect(): Promise<void> {}

  async disconnect(): Promise<void> {
    this.handlers.clear();
  }

  /** Whoever queues an entry signals it himself, whether Agenda was started or not. */
  async publish(): Promise<void> {}

  override subscribeState(): () => void {
    return () => {};
  }
}
