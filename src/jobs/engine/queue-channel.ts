import { BaseNotificationChannel, toJobId } from 'agenda';
import type { Signals } from '../signals/signals.js';
import { laneTopic } from '../signals/topics.js';

/**
 * How Agenda hears that entries wait: by our own signals, which work the same on every backend, survive a restart of
 * the database, and carry no data that could be too large. Agenda's reports on the states of its jobs have no channel:
 * they are sent before the states are saved, and the tasks' own records say all of it.
 */
export class QueueChannel extends BaseNotificationChannel {
  private readonly filling = new Map<string, Promise<void>>();
  private readonly again = new Set<string>();

  constructor(private readonly signals: Signals) {
    super({ reconnect: { enabled: false } });
    this.setState('connected');
  }

  /** Begins to hear of a lane. */
  follow(lane: string): void {
    this.signals.listen(laneTopic(lane), () => this.wake(lane));
  }

  /** Has Agenda look for entries of a lane, here only. One look at a time: what comes in between causes one more. */
  wake(lane: string): void {
    if (this.filling.has(lane)) {
      this.again.add(lane);
      return;
    }
    const hint = { jobId: toJobId(''), jobName: lane, nextRunAt: null, priority: 0, timestamp: new Date() };
    const filled = this.notifyHandlers(hint).finally(() => {
      this.filling.delete(lane);
      if (this.again.delete(lane)) this.wake(lane);
    });
    this.filling.set(lane, filled);
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
