import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { silentLog, type ServerLog } from '../common/server-log.js';
import { connectPostgres } from '../storage/postgres.js';
import type { BusListener, EventBus } from './event-bus.js';
import { LongTexts } from './long-texts.js';
import { Losses, passOn } from './losses.js';
import { Outage } from './outage.js';

/** Between two attempts to listen again, in ms; it grows from the first to the second. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2_000;

/** PostgreSQL carries less than 8,000 bytes; this leaves room for the source. */
const LONGEST_PAYLOAD = 7_900;

/** Between processes, by LISTEN and NOTIFY. A text that is too long for these stands in a table, and its number travels. */
export class PostgresBus implements EventBus {
  private readonly source = randomUUID();
  private readonly long: LongTexts;
  private readonly losses = new Losses((text) => this.notify(text));
  private listener: BusListener | undefined;
  private stopHearing: (() => void) | undefined;
  private retry: NodeJS.Timeout | undefined;
  private isClosed = false;

  private constructor(
    private readonly pool: Pool,
    private readonly channel: string,
    private readonly outage: Outage,
  ) {
    this.long = new LongTexts(pool);
  }

  /** Connects if the database answers; if not, it goes on trying. */
  static async open(url: string, channel: string, log: ServerLog): Promise<PostgresBus> {
    const outage = new Outage('PostgreSQL', log);
    const bus = new PostgresBus(await connectPostgres(url, silentLog), channel, outage);
    await bus.hearAgain(FIRST_PAUSE);
    return bus;
  }

  listen(listener: BusListener): void {
    this.listener = listener;
  }

  async send(text: string): Promise<void> {
    try {
      await this.notify(text);
      await this.losses.tell();
    } catch (error) {
      this.losses.note();
      if (!this.isClosed) this.outage.begin(error);
    }
  }

  async check(): Promise<void> {
    if (!this.stopHearing) throw new Error('nothing is heard');
    await this.pool.query('SELECT 1');
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.listener = undefined;
    clearTimeout(this.retry);
    this.stopHearing?.();
    await this.pool.end();
  }

  private async notify(text: string): Promise<void> {
    const isLong = Buffer.byteLength(text) > LONGEST_PAYLOAD;
    const body = isLong ? `#${await this.long.put(text)}` : `=${text}`;
    await this.pool.query('SELECT pg_notify($1, $2)', [this.channel, `${this.source}${body}`]);
    // The connection that hears may not have noticed yet that the database was away.
    if (this.stopHearing) this.outage.end();
  }

  private async hear(payload: string): Promise<void> {
    if (payload.startsWith(this.source)) return;
    const body = payload.slice(this.source.length + 1);
    const text = payload[this.source.length] === '#' ? await this.long.take(body) : body;
    if (text !== undefined) passOn(text, this.listener);
  }

  /** Begins to hear, now or when the database is there again. */
  private async hearAgain(pause: number): Promise<void> {
    try {
      await this.beginToHear();
      if (this.outage.end()) this.listener?.missed();
      await this.losses.tell();
    } catch (error) {
      if (this.isClosed) return;
      this.outage.begin(error);
      const next = Math.min(pause * 2, LONGEST_PAUSE);
      this.retry = setTimeout(() => void this.hearAgain(next), pause).unref();
    }
  }

  private async beginToHear(): Promise<void> {
    const client = await this.pool.connect();
    let isLost = false;
    const lose = (error?: Error): void => {
      if (isLost) return;
      isLost = true;
      this.stopHearing = undefined;
      client.release(true);
      if (this.isClosed) return;
      this.outage.begin(error);
      void this.hearAgain(FIRST_PAUSE);
    };
    client.on('error', lose).on('end', lose);
    client.on('notification', ({ payload = '' }) => {
      this.hear(payload).catch((error: unknown) => this.isClosed || this.outage.begin(error));
    });
    try {
      await client.query(`LISTEN "${this.channel}"`);
    } catch (error) {
      isLost = true;
      client.release(true);
      throw error;
    }
    this.stopHearing = lose;
    if (this.isClosed) lose();
  }
}
