import { randomUUID } from 'node:crypto';
import { silentLog, type ServerLog } from '../common/server-log.js';
import { createRedis, type RedisClient } from '../storage/redis.js';
import type { BusListener, EventBus } from './event-bus.js';
import { Losses, passOn } from './losses.js';
import { Outage } from './outage.js';
import { within } from './within.js';

/** How long a start waits for Redis, in ms. */
const PATIENCE = 1_000;

/** Between processes, by the publish and subscribe of Redis. */
export class RedisBus implements EventBus {
  private readonly source = `${randomUUID()} `;
  private readonly losses = new Losses((text) => this.publish(text));
  private listener: BusListener | undefined;
  private isClosed = false;

  private constructor(
    private readonly channel: string,
    private readonly publisher: RedisClient,
    private readonly subscriber: RedisClient,
    private readonly outage: Outage,
  ) {}

  /** Connects for as long as a start may take; after that it goes on trying. */
  static async open(url: string, channel: string, log: ServerLog): Promise<RedisBus> {
    // A connection that hears cannot send. Both lead to one server, so that one of them tells of its outage.
    const [publisher, subscriber] = [await createRedis(url, silentLog), await createRedis(url, silentLog)];
    const bus = new RedisBus(channel, publisher, subscriber, new Outage('Redis', log));
    publisher.on('ready', () => void bus.losses.tell());
    await within(Promise.all([bus.connect(publisher), bus.hearFrom(subscriber)]), PATIENCE);
    return bus;
  }

  listen(listener: BusListener): void {
    this.listener = listener;
  }

  async send(text: string): Promise<void> {
    try {
      await this.publish(text);
      await this.losses.tell();
    } catch (error) {
      this.losses.note();
      if (!this.isClosed) this.outage.begin(error);
    }
  }

  async check(): Promise<void> {
    if (!this.subscriber.isReady) throw new Error('nothing is heard');
    await this.publisher.ping();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.listener = undefined;
    for (const client of [this.publisher, this.subscriber]) if (client.isOpen) client.destroy();
  }

  private publish(text: string): Promise<number> {
    return this.publisher.publish(this.channel, this.source + text);
  }

  private async hearFrom(client: RedisClient): Promise<void> {
    client.on('error', (error: Error) => this.isClosed || this.outage.begin(error));
    client.on('ready', () => {
      if (this.outage.end()) this.listener?.missed();
    });
    if (!(await this.connect(client))) return;
    await client
      .subscribe(this.channel, (message) => {
        if (!message.startsWith(this.source)) passOn(message.slice(this.source.length), this.listener);
      })
      .catch((error: unknown) => this.isClosed || this.outage.begin(error));
  }

  /** Resolves when there is a connection, however often it was tried. */
  private connect(client: RedisClient): Promise<boolean> {
    return client.connect().then(
      () => true,
      (error: unknown) => {
        if (!this.isClosed) this.outage.begin(error);
        return false;
      },
    );
  }
}
