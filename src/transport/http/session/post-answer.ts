import type { RequestId } from '@modelcontextprotocol/server';
import { wholeText, type Outlet, type Reply } from '../../../protocol/hot/outlet.js';
import type { HttpResponse } from '../http-message.js';
import { answerJson } from '../json-answer.js';
import type { Late, LateAnswers } from './late-answers.js';
import { MessageStream, type Resumption } from './message-stream.js';
import { SseConnection } from './sse-connection.js';
import { cannotCloseStream } from './stream-errors.js';

/** What the answers of one session have in common. */
export interface AnswerOwner {
  /** The id as the client is told it; absent where there is no session after all. */
  readonly sessionId: string | undefined;
  /** In ms; 0 for never. */
  readonly keepAlive: number;
  readonly resumption: Resumption | undefined;
  /** Those that shall become streams when they are late; absent where none does. */
  late(canPrime: boolean): LateAnswers | undefined;
  streamId(): string;
  /** Takes the answer to a request that went past the engine. */
  answerHot(id: RequestId, reply: Reply): void;
  onstream(stream: MessageStream, ids: readonly RequestId[]): void;
  onstreamover(stream: MessageStream): void;
  report(error: Error): void;
}

/**
 * What one POST is answered with: a JSON body where nothing has to be said before the result, else an event stream
 * from the first such message on. A client that goes away does not end the work; where events are kept it may come
 * back for the answer.
 */
export class PostAnswer implements Outlet, Late {
  due = 0;
  earlier: Late | undefined;
  later: Late | undefined;
  /** A client that hangs up cancels nothing. */
  readonly isGone = false;
  /** As JSON. */
  private answers: string[] | undefined;
  private readonly waiting: LateAnswers | undefined;
  private stream: MessageStream | undefined;
  private open: number;

  /**
   * @param ids of the posted requests, which wait for an answer
   * @param isBatch answers to an array of messages are an array
   * @param canPrime the client understands the empty event that makes a stream resumable at once
   */
  constructor(
    private readonly response: HttpResponse,
    private readonly owner: AnswerOwner,
    private readonly ids: readonly RequestId[],
    private readonly isBatch: boolean,
    private readonly canPrime: boolean,
  ) {
    this.open = ids.length;
    // Proxies give up on a response of which nothing is seen for long, so a long wait becomes a stream.
    this.waiting = owner.late(canPrime);
    this.waiting?.watch(this);
  }

  onGone(): void {}

  /** The answer is late. */
  begin(): void {
    this.startStream()?.flush();
  }

  /** Whether the client can still learn of anything but the answer. */
  get isReachable(): boolean {
    return this.stream ? this.stream.isReachable : !this.response.destroyed;
  }

  /**
   * Sends what belongs to one of the requests and is not its answer.
   *
   * @returns a promise where there is something to wait for before more is sent
   */
  send(data: string, method: string): Promise<void> | undefined {
    if (this.isReachable) {
      this.startStream();
      return this.stream?.send(data);
    }
    this.owner.report(new Error(`${method} was dropped: ${UNREACHABLE}`));
    return undefined;
  }

  /**
   * The answer to one of the requests. The last one ends the response.
   *
   * @param rest what follows the data
   * @returns a promise where the answer takes its time to leave
   */
  answer(data: string, rest?: Buffer): Promise<void> | undefined {
    const isLast = --this.open === 0;
    const isAlone = isLast && !this.stream && !this.isBatch;
    if (rest && !isAlone) data = wholeText({ text: data, rest });
    if (this.stream) return this.stream.send(data, isLast);
    (this.answers ??= []).push(data);
    if (isLast) this.finish(200, isAlone ? rest : undefined);
    return undefined;
  }

  /** Ends a request that came alone. Of one that was withdrawn the session is told by its client. */
  end(reply: Reply | undefined): void {
    if (reply) this.owner.answerHot(this.ids[0]!, reply);
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
    const { canPrime } = this;
    if (!this.owner.resumption)
      throw cannotCloseStream('the server keeps no events. Turn on the option resumability.');
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
    (this.answers ??= []).push(...answers);
    this.finish(status);
  }

  private abandonKept(stream: MessageStream, answers: readonly string[]): void {
    for (const answer of answers) void stream.send(answer);
    stream.end();
  }

  private startStream(): SseConnection | undefined {
    if (this.stream || this.response.destroyed) return undefined;
    const { owner, canPrime, answers = [] } = this;
    this.waiting?.forget(this);
    const onover = (): void => owner.onstreamover(stream);
    const stream: MessageStream = new MessageStream(
      owner.resumption,
      (error) => owner.report(error),
      onover,
      owner.streamId(),
    );
    const connection = new SseConnection(this.response, owner);
    this.stream = stream;
    owner.onstream(stream, this.ids);
    stream.connect(connection, canPrime);
    // What was answered already, of several requests in one body, comes first.
    for (const answer of answers.splice(0)) void stream.send(answer);
    return connection;
  }

  private finish(status: number, rest?: Buffer): void {
    this.waiting?.forget(this);
    if (this.response.destroyed) return;
    const { owner, answers } = this;
    const { sessionId } = owner;
    if (!answers || answers.length === 0) {
      // Nothing to say to a request that was withdrawn: an event stream may be empty, a JSON body may not.
      new SseConnection(this.response, { sessionId, keepAlive: 0 }).end();
      return;
    }
    const body = this.isBatch ? `[${answers.join(',')}]` : answers[0]!;
    const headers = sessionId === undefined ? undefined : { 'mcp-session-id': sessionId };
    answerJson(this.response, status, body, headers, rest);
  }
}

/** Why something cannot be told to the client of a request. */
export const UNREACHABLE = 'the request it belongs to is answered, or its client is gone.';
