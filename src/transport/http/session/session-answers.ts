import type { JSONRPCMessage, JSONRPCRequest, RequestId } from '@modelcontextprotocol/server';
import { BriefMap } from '../../../common/brief-map.js';
import type { HotRequest } from '../../../protocol/hot/hot-request.js';
import type { Reply } from '../../../protocol/hot/outlet.js';
import type { HttpResponse } from '../http-message.js';
import type { InFlight } from '../in-flight.js';
import { refuse } from '../json-answer.js';
import { PostAnswer, type AnswerOwner } from './post-answer.js';
import type { Ending } from './registered-session.js';
import { changeAskedBy, type SessionChange } from './shared/session-record.js';

/** The session whose requests are answered. */
export interface AnsweredSession extends AnswerOwner {
  readonly inFlight: InFlight;
  /** It is in use. */
  touch(): void;
  /** Notes what its client has changed, and tells other processes of it where there are any. */
  change(change: SessionChange): Promise<void> | undefined;
}

/** A request that is not answered yet. */
export interface Pending {
  readonly answer: PostAnswer;
  /** Absent where the engine works on it. */
  readonly hot: HotRequest | undefined;
  /** What it changes about the session when it succeeds. */
  readonly change: SessionChange | undefined;
}

export type Answer = JSONRPCMessage & { readonly id?: RequestId | undefined };

/** The requests of one session that are not answered yet: who waits, and how each gets its answer, once. */
export class SessionAnswers {
  private readonly pending = new BriefMap<RequestId, Pending>();

  constructor(private readonly session: AnsweredSession) {}

  get size(): number {
    return this.pending.size;
  }

  /**
   * Takes the requests of one POST.
   *
   * @returns whom their answers go to; nothing where they were refused
   */
  expect(
    requests: readonly JSONRPCRequest[],
    response: HttpResponse,
    isBatch: boolean,
    canPrime: boolean,
  ): PostAnswer | undefined {
    const ids = requests.map(({ id }) => id);
    const answer = this.begin(ids, response, isBatch, canPrime);
    if (!answer) return undefined;
    for (const { id, method, params } of requests)
      this.pending.set(id, { answer, hot: undefined, change: changeAskedBy(method, params) });
    return answer;
  }

  /** Takes a request that needs no engine. */
  expectHot(hot: HotRequest, response: HttpResponse, canPrime: boolean): PostAnswer | undefined {
    const answer = this.begin([hot.id], response, false, canPrime);
    if (answer) this.pending.set(hot.id, { answer, hot, change: undefined });
    return answer;
  }

  get(id: RequestId): Pending | undefined {
    return this.pending.get(id);
  }

  /** Takes out a request that is answered now, so that nobody answers it again. */
  take(id: RequestId | undefined): Pending | undefined {
    const pending = id === undefined ? undefined : this.pending.take(id);
    if (pending) this.session.touch();
    return pending;
  }

  /** An answer of the engine's. Other processes know what it changes before the client hears that it is done. */
  answer(message: Answer): void {
    const { id } = message;
    const pending = this.take(id);
    if (!pending)
      return this.session.report(new Error(`The answer to request ${id} was dropped: nobody waits for it`));
    const { answer, change } = pending;
    const known = change && 'result' in message ? this.session.change(change) : undefined;
    if (known)
      known.then(
        () => this.reply(message, answer),
        (error: Error) => this.leave(answer.answer(this.unknown(id!, error))),
      );
    else this.reply(message, answer);
  }

  answerHot(id: RequestId, { text, rest }: Reply): void {
    const pending = this.take(id);
    if (pending) this.send(id, text, pending.answer, rest);
  }

  /** A request that nobody can work on. */
  fail(id: RequestId, cause: Error): void {
    this.session.report(new Error(`Request ${id} could not be answered`, { cause }));
    this.answerHot(id, { text: internalError(id) });
  }

  /**
   * A request that was withdrawn gets no answer.
   *
   * @returns whether it still waited for one
   */
  skip(id: RequestId): boolean {
    const pending = this.take(id);
    if (!pending) return false;
    pending.answer.skip();
    this.session.inFlight.end();
    return true;
  }

  /** Answers a request that was taken. */
  reply(message: Answer, answer: PostAnswer): void {
    this.send(message.id!, this.serialize(message), answer);
  }

  /** Answers a handshake that was taken, and that other processes could not be told of. */
  turnAway(id: RequestId, answer: PostAnswer, cause: Error): void {
    answer.abandon(503, [this.unknown(id, cause)]);
    this.session.inFlight.end();
  }

  /**
   * Tells whoever waits that the session is over.
   *
   * @param isKept their clients may come back for it
   */
  abandon({ status, message }: Ending, isKept: boolean): void {
    this.session.inFlight.end(this.size);
    const waiting = new Map<PostAnswer, string[]>();
    const all = this.pending.takeAll();
    for (const [id, { answer }] of all)
      waiting.set(answer, [...(waiting.get(answer) ?? []), errorText(id, -32_000, message)]);
    for (const [answer, errors] of waiting) answer.abandon(status, errors, isKept);
    for (const [, { hot }] of all) hot?.hangUp();
  }

  /** A request that could not be told from one in progress is refused. */
  private begin(
    ids: readonly RequestId[],
    response: HttpResponse,
    isBatch: boolean,
    canPrime: boolean,
  ): PostAnswer | undefined {
    // Also where nothing waits yet: several of one body may have the same.
    const twice = ids.find((id, i) => this.pending.has(id) || ids.indexOf(id) < i);
    if (twice !== undefined) {
      const message = `Invalid Request: a request with the id ${JSON.stringify(twice)} is still being answered`;
      refuse(response, { status: 400, code: -32_600, message });
      return undefined;
    }
    this.session.inFlight.begin(ids.length);
    return new PostAnswer(response, this.session, ids, isBatch, canPrime);
  }

  private send(id: RequestId, text: string, answer: PostAnswer, rest?: Buffer): void {
    if (!answer.isReachable)
      this.session.report(new Error(`The answer to request ${id} was dropped: its client is gone`));
    this.leave(answer.answer(text, rest));
  }

  private leave(sent: Promise<void> | undefined): void {
    if (sent) void sent.then(() => this.session.inFlight.end());
    else this.session.inFlight.end();
  }

  /** Other processes do not know of it: the client is told to try again, whatever holds here meanwhile. */
  private unknown(id: RequestId, cause: Error): string {
    this.session.report(new Error('Other processes cannot be told of a session', { cause }));
    return errorText(id, -32_000, UNKNOWN);
  }

  /** A result that cannot be written still has to become an answer. */
  private serialize(message: Answer): string {
    try {
      return JSON.stringify(message);
    } catch (cause) {
      this.session.report(
        new Error(`The answer to request ${message.id} cannot be written as JSON`, { cause }),
      );
      return internalError(message.id!);
    }
  }
}

const UNKNOWN = 'The store that all processes of the server share does not answer; try again later';

function internalError(id: RequestId): string {
  return errorText(id, -32_603, 'Internal error');
}

function errorText(id: RequestId, code: number, message: string): string {
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } });
}
