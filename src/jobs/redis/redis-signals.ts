import { randomUUID } from 'node:crypto';
import type { RedisClient } from '../../storage/redis.js';
import type { ServerLog } from '../../common/server-log.js';
import { Listeners } from '../signals/listeners.js';
import type { Signals } from '../signals/signals.js';

/** Hints between the processes that share a Redis, by publish and subscribe. They carry names and no data. */
export class RedisSignals implements Signals {
  private readonly listeners = new Listeners();
  private readonly source = randomUUID();
  private readonly subscriber: RedisClient;
  private isLosing = false;
  private isClosed = false;

  /** @param channel under which the hints travel */
  constructor(
    private readonly client: RedisClient,
    readonly channel: string,
    private readonly log: ServerLog,
  ) {
    this.subscriber = client.duplicate();
    this.subscriber.on('error', () => {}); // the other connection tells of it
  }

  /** @throws the client's error when Redis is not reachable */
  async open(): Promise<void> {
    await this.subscriber.connect();
    await this.subscriber.subscribe(this.channel, (message) => {
      const at = message.indexOf(' ');
      if (message.slice(0, at) !== this.source) this.listeners.tell(message.slice(at + 1));
    });
    // The connection comes back by itself; what was told in between was missed.
    this.subscriber.on('ready', () => this.listeners.tellAll());
  }

  send(topic: string): void {
    this.listeners.tell(topic);
    if (!this.client.isReady) return this.lost(new Error('there is no connection'));
    this.client.publish(this.channel, this.payload(topic)).then(
      () => (this.isLosing = false),
      (error: unknown) => this.lost(error),
    );
  }

  /** For a script that sends the hint itself, together with the change it is about. */
  payload(topic: string): string {
    return `${this.source} ${topic}`;
  }

  /** Tells those in this process, after such a script. */
  tellHere(topic: string): void {
    this.listeners.tell(topic);
  }

  listen(topic: string, listener: () => void): () => void {
    return this.listeners.add(topic, listener);
  }

  /** Told once for each outage. Whoever waits for it looks again by itself, later. */
  private lost(error: unknown): void {
    if (!this.isLosing && !this.isClosed)
      this.log.warn(
        'Hints to other workers do not get through to Redis, so that background work begins later there:',
        error,
      );
    this.isLosing = true;
  }

  close(): Promise<void> {
    this.isClosed = true;
    this.listeners.clear();
    this.subscriber.destroy();
    return Promise.resolve();
  }
}
