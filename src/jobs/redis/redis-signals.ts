import { randomUUID } from 'node:crypto';
import type { RedisClient } from '../../storage/redis.js';
import { Listeners } from '../signals/listeners.js';
import type { Signals } from '../signals/signals.js';

/** Hints between the processes that share a Redis, by publish and subscribe. They carry names and no data. */
export class RedisSignals implements Signals {
  private readonly listeners = new Listeners();
  private readonly source = randomUUID();
  private readonly subscriber: RedisClient;

  /** @param channel under which the hints travel */
  constructor(
    private readonly client: RedisClient,
    readonly channel: string,
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
    if (this.client.isReady) this.client.publish(this.channel, this.payload(topic)).catch(() => {});
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

  close(): Promise<void> {
    this.listeners.clear();
    this.subscriber.destroy();
    return Promise.resolve();
  }
}
