import type { EventStore } from '../events/event-store.js';
import type { HttpResponse } from '../http-message.js';
import { answerEmpty, refuse } from '../json-answer.js';
import { MessageStream, type Resumption } from './message-stream.js';
import { formatEvent, SseConnection } from './sse-connection.js';
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
}

/** The streams of one session: the standalone one, and those of the requests that are being answered. */
export class SessionStreams {
  /** For what belongs to no request. */
  readonly standalone: MessageStream;
  readonly resumption: Resumption | undefined;
  private readonly live = new Map<string, MessageStream>();
  private isClosed = false;

  constructor(private readonly options: SessionStreamsOptions) {
    const { sessionId, resumability, onerror } = options;
    this.resumption = resumability && { ...resumability, sessionId };
    this.standalone = new MessageStream(this.resumption, onerror);
    this.add(this.standalone);
  }

  add(stream: MessageStream): void {
    this.live.set(stream.id, stream);
  }

  delete(stream: MessageStream): void {
    this.live.delete(stream.id);
  }

  /** Opens the standalone stream. There is one connection to it at a time. */
  listen(response: HttpResponse, isPrimed: boolean): void {
    if (this.standalone.isConnected)
      return refuse(response, {
        status: 409,
        code: -32_000,
        message: 'Conflict: Only one SSE stream is allowed per session',
      });
    const connection = this.connectionOn(response);
    this.standalone.connect(connection, isPrimed);
    connection.flush();
  }

  /** Continues a stream after the last event the client has of it. */
  async resume(resumption: Resumption, response: HttpResponse, lastEventId: string): Promise<void> {
    const { store, sessionId } = resumption;
    const streamId = await store.streamOf(sessionId, lastEventId);
    if (this.isClosed) return refuse(response, { status: 404, code: -32_001, message: 'Session not found' });
    if (streamId === undefined)
      return refuse(response, {
        status: 400,
        code: -32_000,
        message: 'Bad Request: Last-Event-ID names no event of this session, or one that is no longer kept',
      });
    const stream = this.live.get(streamId);
    if (stream) {
      const connection = this.connectionOn(response);
      connection.flush();
      return stream.resume(resumption, connection, lastEventId);
    }
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

  close(): void {
    this.isClosed = true;
    this.standalone.abandon([]);
    const { store, sessionId } = this.resumption ?? {};
    if (!store || sessionId === undefined) return;
    // What is still on its way into the store would otherwise stay there.
    Promise.all(Array.from(this.live.values(), (stream) => stream.settled()))
      .then(() => store.forget(sessionId))
      .catch((cause: unknown) => this.options.onerror(new Error('The event store failed', { cause })));
  }

  private connectionOn(response: HttpResponse): SseConnection {
    return new SseConnection(response, this.options);
  }
}
