import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { ServerLog } from '../../common/server-log.js';
import { Listeners } from '../signals/listeners.js';
import type { Signals } from '../signals/signals.js';

/** Between two attempts to listen again, in ms; it grows from the first to the second. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/** Hints between the processes that share a database, by LISTEN and NOTIFY. They carry names and no data. */
export class PostgresSignals implements Signals {
  private readonly listeners = new Listeners();
  private readonly source = randomUUID();
  /** Topics whose hint is on its way, and whether it shall be sent again. */
  private readonly underway = new Map<string, boolean>();
  private client: PoolClient | undefined;
  private retry: NodeJS.Timeout | undefined;
  private isClosed = false;

  /** @param channel under which the hints travel */
  constructor(
    private readonly pool: Pool,
    readonly channel: string,
    private readonly log: ServerLog,
  ) {}

  /** @throws the driver's error when the database is not reachable */
  async open(): Promise<void> {
    const client = await this.pool.connect();
    client.on('notification', ({ payload = '' }) => {
      const at = payload.indexOf(' ');
      if (payload.slice(0, at) !== this.source) this.listeners.tell(payload.slice(at + 1));
    });
    const onLoss = (): void => {
      if (this.client !== client) return;
      this.client = undefined;
      client.release(true);
      if (!this.isClosed) this.listenAgain(FIRST_PAUSE);
    };
    client.on('error', onLoss);
    client.on('end', onLoss);
    this.client = client;
    await client.query(`LISTEN "${this.channel}"`);
  }

  /** What is sent again while it is on its way is sent once more after that, however often. */
  send(topic: string): void {
    this.listeners.tell(topic);
    if (this.isClosed) return;
    if (this.underway.has(topic)) this.underway.set(topic, true);
    else void this.notify(topic);
  }

  /** For a statement that sends the hint itself, together with the change it is about. */
  payload(topic: string): string {
    return `${this.source} ${topic}`;
  }

  /** Tells those in this process, after such a statement. */
  tellHere(topic: string): void {
    this.listeners.tell(topic);
  }

  listen(topic: string, listener: () => void): () => void {
    return this.listeners.add(topic, listener);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.retry);
    this.listeners.clear();
    const { client } = this;
    this.client = undefined;
    client?.release(true);
    return Promise.resolve();
  }

  private async notify(topic: string): Promise<void> {
    do {
      this.underway.set(topic, false);
      try {
        await this.pool.query('SELECT pg_notify($1, $2)', [this.channel, this.payload(topic)]);
      } catch (error) {
        this.log.debug(`A hint was not sent: ${(error as Error).message}`);
      }
    } while (this.underway.get(topic) && !this.isClosed);
    this.underway.delete(topic);
  }

  /** What was told in between was missed, so that everyone is told once it listens again. */
  private listenAgain(pause: number): void {
    this.log.warn(`PostgreSQL does not tell of changes at the moment; listening again in ${pause} ms`);
    this.retry = setTimeout(() => {
      this.open()
        .then(() => {
          this.log.info('PostgreSQL tells of changes again');
          this.listeners.tellAll();
        })
        .catch(() => {
          this.client?.release(true);
          this.client = undefined;
          if (!this.isClosed) this.listenAgain(Math.min(pause * 2, LONGEST_PAUSE));
        });
    }, pause).unref();
  }
}
