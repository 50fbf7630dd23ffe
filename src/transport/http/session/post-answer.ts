import type { HttpResponse } from '../http-message.js';
import { answerJson } from '../json-answer.js';
import { MessageStream, type Resumption } from './message-stream.js';
import { SseConnection } from './sse-connection.js';
import { cannotCloseStream } from './stream-errors.js';

/** A request that runs this long is made resumable, in ms: before that, a lost connection loses little. */
const PRIME_AFTER = 1_000;

export interface PostAnswerOptions {
  /** Asked when the headers are written. */
  readonly sessionId: () => string | undefined;
  /** How many of the posted messages wait for an answer. */
  readonly requests: number;
  /** Answers to an array of messages are an array. */
  readonly isBatch: boolean;
  /** In ms; 0 for never. */
  readonly keepAlive: number;
  readonly resumption: Resumption | undefined;
  readonly streamId: () => string;
  /** The client understands the empty event that makes a stream resumable at once. */
  readonly canPrime: boolean;
  readonly onerror: (error: Error) => void;
  readonly onstream: (stream: MessageStream) => void;
  readonly onstreamover: (stream: MessageStream) => void;
}

/**
 * What one POST is answered with: a JSON body where nothing has to be said before the result, else an event stream
 * from the first such message on. A client that goes away does not end the work; where events are kept it may come
 * back for the answer.
 */
export class PostAnswer {
  /** As JSON. */
  private readonly answers: string[] = [];
  private readonly timer: NodeJS.Timeout | undefined;
  private stream: MessageStream | undefined;
  private open: number;
  /** The client went away and knows of nothing it could come back to. */
  private isLost = false;

  constructor(
    private readonly response: HttpResponse,
    private readonly options: PostAnswerOptions,
  ) {
    this.open = options.requests;
    const { keepAlive, resumption, canPrime } = options;
    // Proxies give up on a response of which nothing is seen for long, so a long wait becomes a stream.
    const delay = resumption && canPrime ? Math.min(PRIME_AFTER, keepAlive || PRIME_AFTER) : keepAlive;
    if (delay > 0) this.timer = setTimeout(() => this.startStream()?.flush(), delay).unref();
    response.once('close', () => {
      if (!this.stream && this.open > 0) this.lose();
    });
  }

  /** Whether the client can still learn of anything but the answer. */
  get isReachable(): boolean {
    return this.stream ? this.stream.isReachable : !this.isLost && !this.response.destroyed;
  }

  /**
   * Sends what belongs to one of the requests and is not its answer.
   *
   * @returns a promise where there is something to wait for before more is sent
   */
  send(data: string): Promise<void> | undefined {
    this.startStream();
    return this.stream?.send(data);
  }

  /**
   * The answer to one of the requests. The last one ends the response.
   *
   * @returns a promise where the answer takes its time to leave
   */
  answer(data: string): Promise<void> | undefined {
    const isLast = --this.open === 0;
    if (this.stream) return this.stream.send(data, isLast);
    this.answers.push(data);
    if (isLast) this.finish(200);
    return undefined;
  }

  /** One of the requests gets no answer, because the client withdrew it. */
  skip(): void {
    if (--this.open > 0) return;
    if (this.stream) this.stream.end();
    else this.finish(200);
  }

  /**
   * Lets the client go and come back later.
   *
   * @throws PorticoError `PORTICO_CANNOT_CLOSE_STREAM` where the client could not come back
   */
  closeEarly(): void {
    const { resumption, canPrime } = this.options;
    if (!resumption) throw cannotCloseStream('the server keeps no events. Turn on the option resumability.');
    if (!canPrime)
      throw cannotCloseStream(
        'only clients of protocol revision 2025-11-25 come back to it, and this one speaks an earlier one.',
      );
    this.startStream();
    this.stream?.interrupt();
  }

  /**
   * The session is over: the response ends now, with answers that say so.
   *
   * @param isKept the client may come back for them
   */
  abandon(status: number, answers: readonly string[], isKept = false): void {
    this.open = 0;
    if (this.stream) {
      if (isKept) this.abandonKept(this.stream, answers);
      else this.stream.abandon(answers);
      return;
    }
    this.answers.push(...answers);
    this.finish(status);
  }

  private abandonKept(stream: MessageStream, answers: readonly string[]): void {
    for (const answer of answers) void stream.send(answer);
    stream.end();
  }

  private startStream(): SseConnection | undefined {
    if (this.stream || this.isLost) return undefined;
    clearTimeout(this.timer);
    const { sessionId, keepAlive, resumption, canPrime, onerror, onstream, onstreamover } = this.options;
    const onover = (): void => onstreamover(stream);
    const stream: MessageStream = new MessageStream(resumption, onerror, onover, this.options.streamId());
    const connection = new SseConnection(this.response, { sessionId: sessionId(), keepAlive });
    this.stream = stream;
    onstream(stream);
    stream.connect(connection, canPrime);
    // What was answered already, of several requests in one body, comes first.
    for (const answer of this.answers.splice(0)) void stream.send(answer);
    return connection;
  }

  private finish(status: number): void {
    clearTimeout(this.timer);
    if (this.isLost || this.response.destroyed) return;
    const sessionId = this.options.sessionId();
    if (this.answers.length === 0) {
      // Nothing to say to a request that was withdrawn: an event stream may be empty, a JSON body may not.
      new SseConnection(this.response, { sessionId, keepAlive: 0 }).end();
      return;
    }
    const body = this.options.isBatch ? `[${this.answers.join(',')}]` : this.answers[0]!;
    answerJson(
      this.response,
      status,
      body,
      sessionId === undefined ? undefined : { 'mcp-session-id': sessionId },
    );
  }

  private lose(): void {
    this.isLost = true;
    clearTimeout(this.timer);
  }
}
