import { createHash } from 'node:crypto';
import type { ServerLog } from '../../../common/server-log.js';
import { Patience } from '../../../storage/patience.js';
import { RedisScript } from '../../../storage/redis-script.js';
import { createRedis, type RedisClient } from '../../../storage/redis.js';
import { eventLimits, type EventLimits } from './event-limits.js';
import type { EventStore } from './event-store.js';

/** What an event costs beside its text, in bytes: its id, its stream, the fields. A rough measure, but a bound. */
const OVERHEAD = 200;

/**
 * KEYS: the events of a session, how many bytes they are. ARGV: stream, data, most events, most bytes, longest time.
 * What is oldest goes first; without a new event all of it goes in time.
 */
const APPEND = new RedisScript(`
  local id = redis.call('XADD', KEYS[1], '*', 's', ARGV[1], 'd', ARGV[2])
  local bytes = redis.call('INCRBY', KEYS[2], #ARGV[2] + ${OVERHEAD})
  local count = redis.call('XLEN', KEYS[1])
  local limit = tonumber(string.match(id, '^%d+')) - tonumber(ARGV[5])
  while count > 0 do
    local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
    local isOld = tonumber(string.match(first[1], '^%d+')) < limit
    if not isOld and count <= tonumber(ARGV[3]) and bytes <= tonumber(ARGV[4]) then break end
    redis.call('XDEL', KEYS[1], first[1])
    bytes = redis.call('DECRBY', KEYS[2], #first[2][4] + ${OVERHEAD})
    count = count - 1
  end
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  redis.call('PEXPIRE', KEYS[2], ARGV[5])
  return id
`);

/**
 * An event's id is that of its stream, which cannot be guessed, and its place among the events of the session. A client may
 * send any text: Redis fails for places with more digits than it has itself.
 */
const EVENT_ID = /^(.+)_(\d{1,19}-\d{1,19})$/;

/**
 * Events in Redis, so that a client may come back to another machine. Bounded by session; Redis itself bounds them all
 * together. A Redis that is away costs clients the events of that time, and delays no message by more than a second.
 */
export class RedisEventStore implements EventStore {
  private readonly limits: Required<EventLimits>;
  private readonly patience = new Patience();
  private client: Promise<RedisClient> | undefined;

  constructor(
    private readonly url: string,
    private readonly application: string,
    limits: EventLimits,
    private readonly log: ServerLog,
  ) {
    this.limits = eventLimits(limits);
  }

  async append(sessionId: string, streamId: string, data: string): Promise<string> {
    const { maxEvents, maxBytes, maxAge } = this.limits;
    const args = [streamId, data, ...[maxEvents, maxBytes, maxAge].map((limit) => String(Math.ceil(limit)))];
    const place = await this.ask((client) => APPEND.run(client, this.keysOf(sessionId), args));
    return `${streamId}_${String(place)}`;
  }

  async streamOf(sessionId: string, eventId: string): Promise<string | undefined> {
    const [, streamId, place] = EVENT_ID.exec(eventId) ?? [];
    if (streamId === undefined || place === undefined) return undefined;
    const [event] = await this.range(sessionId, place, place);
    return event?.streamId === streamId && !this.isOld(place) ? streamId : undefined;
  }

  async replayAfter(
    sessionId: string,
    eventId: string,
    send: (eventId: string, data: string) => void,
  ): Promise<void> {
    const [, streamId, place] = EVENT_ID.exec(eventId) ?? [];
    if (streamId === undefined || place === undefined) return;
    for (const event of await this.range(sessionId, `(${place}`, '+'))
      if (event.streamId === streamId) send(`${streamId}_${event.place}`, event.data);
  }

  async forget(sessionId: string): Promise<void> {
    await this.ask((client) => client.del(this.keysOf(sessionId)));
  }

  async close(): Promise<void> {
    const client = await this.client;
    if (client?.isOpen) client.destroy();
  }

  private async range(sessionId: string, from: string, to: string) {
    const [key] = this.keysOf(sessionId);
    const entries = await this.ask((client) => client.xRange(key!, from, to));
    return entries.map(({ id, message }) => ({
      place: id,
      streamId: message['s'],
      data: message['d'] ?? '',
    }));
  }

  /** Redis removes what is old when something new comes, or when all of a session is. */
  private isOld(place: string): boolean {
    return Number.parseInt(place, 10) < Date.now() - this.limits.maxAge;
  }

  private ask<T>(work: (client: RedisClient) => Promise<T>): Promise<T> {
    return this.patience.ask(async () => work(await (this.client ??= this.open())));
  }

  /** It goes on trying to connect by itself; until then each command fails at once. */
  private async open(): Promise<RedisClient> {
    const client = await createRedis(this.url, this.log).catch((error: unknown) => {
      this.log.error('Events cannot be kept, so that no client can come back to a stream:', error);
      throw error;
    });
    client.connect().catch(() => undefined); // told by the client's own event
    await new Promise<void>((resolve) => client.once('ready', resolve).once('error', () => resolve()));
    return client;
  }

  /** Both in one hash slot. A look into Redis tells nobody a session id. */
  private keysOf(sessionId: string): string[] {
    const session = createHash('sha256').update(sessionId).digest('base64url');
    const key = `portico:events:${encodeURIComponent(this.application)}:{${session}}`;
    return [key, `${key}:bytes`];
  }
}
