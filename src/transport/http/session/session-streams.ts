import { unguessableId } from '../../../common/ids.js';
import type { EventStore } from '../events/event-store.js';
import type { HttpResponse } from '../http-message.js';
import { answerEmpty, refuse } from '../json-answer.js';
import { MessageStream, type Resumption } from './message-stream.js';
import { formatEvent, SseConnection } from './sse-connection.js';
import { followStream, type FollowedStream } from './shared/follow-stream.js';
import type { SharedSession } from './shared/shared-session.js';
import { cannotCloseStream } from './stream-errors.js';

/** What makes the streams of an endpoint resumable. */
export interface Resumability {
  readonly store: EventStore;
  /** How long a client should wait before it comes back, in ms. */
  readonly retry: number;
}

export interface SessionStreamsOptions {
  readonly sessionId: string;
  readonly keepAlive: number;
  readonly resumability: Resumability | undefined;
  readonly onerror: (error: Error) => void;
  /** Where processes share the session. */
  readonly shared: SharedSession | undefined;
  /** The client has come from another process, and may have missed something that nobody kept. */
  readonly onmissed: () => void;
}

/** The streams of one session: the standalone one, and those of the requests that are being answered. */
export class SessionStreams {
  /** For what belongs to no request. */
  readonly standalone: MessageStream;
  readonly resumption: Resumption | undefined;
  private readonly live = new Map<string, MessageStream>();
  /** Those that another process writes, by stream. */
  private readonly followed = new Map<string, SseConnection>();
  private isClosed = false;

  constructor(private readonly options: SessionStreamsOptions) {
    const { sessionId, resumability, onerror, shared } = options;
    this.resumption = resumability && { ...resumability, sessionId };
    this.standalone = new MessageStream(
      this.resumption,
      onerror,
      () => {},
      shared?.standaloneId ?? unguessableId(),
    );
    this.add(this.standalone);
  }

  add(stream: MessageStream): void {
    this.live.set(stream.id, stream);
  }

  delete(stream: MessageStream): void {
    this.live.delete(stream.id);
  }

  /** Opens the standalone stream. There is one connection to it at a time. */
  async listen(response: HttpResponse, isPrimed: boolean): Promise<void> {
    if (this.standalone.isConnected)
      return refuse(response, {
        status: 409,
        code: -32_000,
        message: 'Conflict: Only one SSE stream is allowed per session',
      });
    const moved = this.options.shared && (await this.takeOver(this.options.shared));
    if (this.isClosed) return refuse(response, notFound);
    const connection = this.connectionOn(response);
    this.standalone.connect(connection, isPrimed);
    connection.flush();
    if (moved?.from !== undefined) this.options.onmissed();
  }

  /** Continues a stream after the last event the client has of it. */
  async resume(resumption: Resumption, response: HttpResponse, lastEventId: string): Promise<void> {
    const { store, sessionId } = resumption;
    const streamId = await store.streamOf(sessionId, lastEventId);
    if (this.isClosed) return refuse(response, notFound);
    if (streamId === undefined)
      return refuse(response, {
        status: 400,
        code: -32_000,
        message: 'Bad Request: Last-Event-ID names no event of this session, or one that is no longer kept',
      });
    const stream = this.live.get(streamId);
    const { shared } = this.options;
    if (stream) {
      const moved = shared && stream === this.standalone ? await this.takeOver(shared) : undefined;
      if (this.isClosed) return refuse(response, notFound);
      const connection = this.connectionOn(response);
      connection.flush();
      await stream.resume(resumption, connection, lastEventId);
      if (moved?.isAlive === false) this.options.onmissed();
      return;
    }
    if (shared && (await shared.running(streamId)) !== undefined)
      return this.follow(shared, streamId, resumption, response, lastEventId);
    const missed: string[] = [];
    await store.replayAfter(sessionId, lastEventId, (id, data) => missed.push(formatEvent(id, data)));
    // The client has all there will ever be. This status keeps it from coming back again and again.
    if (missed.length === 0) return answerEmpty(response, 204, { 'mcp-session-id': sessionId });
    this.connectionOn(response).end(missed.join(''));
  }

  /** @throws PorticoError `PORTICO_CANNOT_CLOSE_STREAM` where the client could not come back */
  interruptStandalone(): void {
    if (!this.resumption)
      throw cannotCloseStream('the server keeps no events. Turn on the option resumability.');
    this.standalone.interrupt();
  }

  /** Whether a stream is open that another process writes. */
  get isFollowing(): boolean {
    return this.followed.size > 0;
  }

  /** @param isKept the session goes on elsewhere, where clients may come back to what was sent here */
  async close(isKept: boolean): Promise<void> {
    this.isClosed = true;
    for (const connection of this.followed.values()) connection.end();
    this.standalone.abandon([]);
    const { store, sessionId } = this.resumption ?? {};
    if (!store || sessionId === undefined) return;
    if (isKept) {
      await Promise.all(Array.from(this.live.values(), (stream) => stream.settled()));
      return;
    }
    // What is still on its way into the store would otherwise stay there.
    Promise.all(Array.from(this.live.values(), (stream) => stream.settled()))
      .then(() => store.forget(sessionId))
      .catch((cause: unknown) => this.options.onerror(new Error('The event store failed', { cause })));
  }

  /** Lets the process go where the client listened before. A store that is away must not keep it from listening here. */
  private async takeOver(shared: SharedSession): ReturnType<SharedSession['listens']> {
    try {
      return await shared.listens();
    } catch (cause) {
      this.options.onerror(new Error('Other processes cannot be told where the client listens', { cause }));
      return { from: undefined, isAlive: true };
    }
  }

  private async follow(
    shared: SharedSession,
    streamId: string,
    { store, sessionId }: Resumption,
    response: HttpResponse,
    lastEventId: string,
  ): Promise<void> {
    // As with a stream of this process: who comes back a second time has it.
    this.followed.get(streamId)?.end();
    const connection = this.connectionOn(response);
    connection.flush();
    this.followed.set(streamId, connection);
    const stream: FollowedStream = {
      running: () => shared.running(streamId),
      isWriterAlive: () => shared.isWriterAlive(streamId),
      replayAfter: async (eventId, send) => store.replayAfter(sessionId, eventId, send),
    };
    await followStream(stream, connection, lastEventId, this.options.onerror);
    if (this.followed.get(streamId) === connection) this.followed.delete(streamId);
  }

  private connectionOn(response: HttpResponse): SseConnection {
    return new SseConnection(response, this.options);
  }
}

const notFound = { status: 404, code: -32_001, message: 'Session not found' };
