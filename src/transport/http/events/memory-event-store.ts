import { eventLimits, type EventLimits } from './event-limits.js';
import type { EventStore } from './event-store.js';

interface KeptEvent {
  readonly id: string;
  readonly streamId: string;
  readonly data: string;
  readonly bytes: number;
  readonly at: number;
  readonly session: KeptSession;
}

/** In the order they came, which is the order of a Map. */
interface KeptSession {
  readonly id: string;
  readonly events: Map<string, KeptEvent>;
  bytes: number;
}

/** What an event costs beside its text: two entries of maps, an object, its id. A rough measure, but a bound. */
const OVERHEAD = 200;

/** Events in the memory of this process, within bounds. */
export class MemoryEventStore implements EventStore {
  private readonly sessions = new Map<string, KeptSession>();
  /** Of all sessions, oldest first. */
  private readonly all = new Set<KeptEvent>();
  private bytes = 0;
  private counter = 0;
  private readonly limits: Required<EventLimits>;

  constructor(limits: EventLimits = {}) {
    this.limits = eventLimits(limits);
  }

  append(sessionId: string, streamId: string, data: string): string {
    // The stream's id is random; the number keeps the events of a stream apart even when it outlives what is kept.
    const id = `${streamId}_${(++this.counter).toString(36)}`;
    const session = this.sessions.get(sessionId) ?? this.begin(sessionId);
    const event: KeptEvent = {
      id,
      streamId,
      data,
      bytes: Buffer.byteLength(data) + OVERHEAD,
      at: Date.now(),
      session,
    };
    session.events.set(id, event);
    session.bytes += event.bytes;
    this.all.add(event);
    this.bytes += event.bytes;
    this.evict(session);
    return id;
  }

  streamOf(sessionId: string, eventId: string): string | undefined {
    this.evictOld();
    return this.sessions.get(sessionId)?.events.get(eventId)?.streamId;
  }

  replayAfter(sessionId: string, eventId: string, send: (eventId: string, data: string) => void): void {
    const events = this.sessions.get(sessionId)?.events;
    const last = events?.get(eventId);
    if (!events || !last) return;
    let isAfter = false;
    for (const event of events.values()) {
      if (isAfter && event.streamId === last.streamId) send(event.id, event.data);
      isAfter ||= event === last;
    }
  }

  forget(sessionId: string): void {
    const session = this.sessions.get(sessionId);
    if (!session) return;
    for (const event of session.events.values()) this.all.delete(event);
    this.bytes -= session.bytes;
    this.sessions.delete(sessionId);
  }

  private begin(sessionId: string): KeptSession {
    const session: KeptSession = { id: sessionId, events: new Map(), bytes: 0 };
    this.sessions.set(sessionId, session);
    return session;
  }

  private evict(session: KeptSession): void {
    const { maxEvents, maxBytes, maxTotalBytes } = this.limits;
    while (session.events.size > maxEvents || session.bytes > maxBytes)
      this.drop(first(session.events.values()));
    this.evictOld();
    while (this.bytes > maxTotalBytes) this.drop(first(this.all));
  }

  private evictOld(): void {
    const limit = Date.now() - this.limits.maxAge;
    for (const event of this.all) {
      if (event.at >= limit) return;
      this.drop(event);
    }
  }

  private drop(event: KeptEvent): void {
    const { session } = event;
    session.events.delete(event.id);
    session.bytes -= event.bytes;
    if (session.events.size === 0) this.sessions.delete(session.id);
    this.all.delete(event);
    this.bytes -= event.bytes;
  }
}

function first<T>(values: Iterable<T>): T {
  for (const value of values) return value;
  throw new Error('There is nothing to drop.');
}
