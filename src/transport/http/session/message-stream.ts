import { unguessableId } from '../../../common/ids.js';
import type { EventStore } from '../events/event-store.js';
import { formatEvent, type SseConnection } from './sse-connection.js';

/** What lets a client come back to a stream. */
export interface Resumption {
  readonly store: EventStore;
  readonly sessionId: string;
  /** How long a client should wait before it comes back, in ms. */
  readonly retry: number;
}

interface SentEvent {
  readonly id: string | undefined;
  readonly text: string;
  readonly isLast: boolean;
}

/**
 * The messages that belong to one request, or to the session as a whole. Connections come and go; with a resumption
 * the stream stays, and each connection receives what the last one missed. A message is on exactly one stream.
 */
export class MessageStream {
  private connection: SseConnection | undefined;
  /** What is sent while an earlier part is being replayed. */
  private queue: SentEvent[] | undefined;
  /** Keeps the order where the store takes its time. */
  private tail: Promise<void> | undefined;
  private isOver = false;
  private isKnownToClient = false;

  constructor(
    private readonly resumption: Resumption | undefined,
    private readonly onerror: (error: Error) => void,
    /** Called when the last message has been sent or kept. */
    private readonly onover: () => void = () => {},
    readonly id = unguessableId(),
  ) {}

  get isConnected(): boolean {
    return this.queue !== undefined || this.connection?.isOpen === true;
  }

  /** Whether what is sent reaches the client: now, or when it comes back. */
  get isReachable(): boolean {
    return this.isConnected || (this.resumption !== undefined && this.isKnownToClient);
  }

  /**
   * @param isPrimed the client gets an id at once that it can come back with; clients before revision 2025-11-25
   * stumble over the empty event this takes
   */
  connect(connection: SseConnection, isPrimed: boolean): void {
    this.hold(connection);
    if (isPrimed && this.resumption) void this.keep('', this.resumption.retry, false);
  }

  /**
   * @param data a message as JSON
   * @returns a promise where there is something to wait for before more is sent
   */
  send(data: string, isLast = false): Promise<void> | undefined {
    if (this.resumption) return this.keep(data, undefined, isLast);
    return this.deliver({ id: undefined, text: formatEvent(undefined, data), isLast });
  }

  /** What is sent from now on waits for something else, as if that had been sent before. */
  after(work: Promise<void>): void {
    const tail = work.finally(() => {
      if (this.tail === tail) this.tail = undefined;
    });
    this.tail = tail;
  }

  /** The client listens elsewhere: what it misses is kept there. */
  letGo(): void {
    this.isKnownToClient = false;
    this.connection?.end();
    this.connection = undefined;
  }

  /** Resolves when everything sent so far is kept. */
  async settled(): Promise<void> {
    await this.tail;
  }

  /** The session is over: what is left to say goes to whoever is connected, and is not kept. */
  abandon(messages: readonly string[]): void {
    for (const data of messages)
      void this.deliver({ id: undefined, text: formatEvent(undefined, data), isLast: false });
    this.finish();
  }

  /** There will be no last message. */
  end(): void {
    if (this.tail) void this.tail.then(() => this.finish());
    else this.finish();
  }

  /** Ends the connection, not the stream: the client will come back for the rest. */
  interrupt(): void {
    const hangUp = (): void => {
      this.connection?.end(this.resumption && `retry: ${this.resumption.retry}\n\n`);
      this.connection = undefined;
    };
    if (this.tail) void this.tail.then(hangUp);
    else hangUp();
  }

  /** Replays what came after an event, and goes on live. A connection that is still there is replaced. */
  async resume(
    { store, sessionId }: Resumption,
    connection: SseConnection,
    lastEventId: string,
  ): Promise<void> {
    this.connection?.end();
    const queue: SentEvent[] = (this.queue = []);
    const replayed = new Set<string | undefined>();
    try {
      await store.replayAfter(sessionId, lastEventId, (id, data) => {
        replayed.add(id);
        if (data !== '') void connection.write(formatEvent(id, data));
      });
    } catch (error) {
      // A gap that nobody notices is worse than a client that has to come back once more.
      connection.end();
      throw error;
    } finally {
      // Someone may have come back a second time meanwhile; the later one has the stream.
      if (this.queue === queue) this.goLive(connection, queue, replayed);
      else connection.end();
    }
  }

  private goLive(
    connection: SseConnection,
    queue: readonly SentEvent[],
    replayed: ReadonlySet<string | undefined>,
  ): void {
    this.queue = undefined;
    this.hold(connection);
    for (const event of queue) void this.deliver(replayed.has(event.id) ? { ...event, text: '' } : event);
    if (this.isOver) connection.end();
  }

  private hold(connection: SseConnection): void {
    this.connection = connection;
    connection.onClosed(() => {
      if (this.connection === connection) this.connection = undefined;
    });
  }

  private keep(data: string, retry: number | undefined, isLast: boolean): Promise<void> {
    let drained: Promise<void> | undefined;
    const turn = (this.tail ?? Promise.resolve()).then(async () => {
      const id = await this.append(data);
      drained = this.deliver({ id, text: formatEvent(id, data, retry), isLast });
    });
    const tail = turn.finally(() => {
      if (this.tail === tail) this.tail = undefined;
    });
    this.tail = tail;
    // Whoever sends waits for a client that lags behind; what others send is kept all the same.
    return tail.then(() => drained);
  }

  /** A store that fails costs the client the chance to come back to this event, but not the event. */
  private async append(data: string): Promise<string | undefined> {
    const { store, sessionId } = this.resumption!;
    try {
      return await store.append(sessionId, this.id, data);
    } catch (error) {
      this.onerror(
        new Error('The event store failed; a client cannot resume from this event', { cause: error }),
      );
      return undefined;
    }
  }

  private deliver(event: SentEvent): Promise<void> | undefined {
    if (this.queue) {
      this.queue.push(event);
      return undefined;
    }
    const connection = this.connection;
    if (connection?.isOpen && event.id !== undefined) this.isKnownToClient = true;
    if (!event.isLast) return connection?.write(event.text);
    connection?.end(event.text);
    this.finish();
    return undefined;
  }

  private finish(): void {
    this.isOver = true;
    this.connection?.end();
    this.connection = undefined;
    this.onover();
  }
}
