import {
  type JSONRPCMessage,
  type JSONRPCRequest,
  type MessageExtraInfo,
  type RequestId,
  type Server,
  type TransportSendOptions,
} from '@modelcontextprotocol/server';
import { unguessableId } from '../../../common/ids.js';
import type { LogLevel } from '../../../context/peer.js';
import type { HotPath } from '../../../protocol/hot/hot-path.js';
import type { Opened } from '../../../protocol/hot/handshake.js';
import type { HotRequest, Sender } from '../../../protocol/hot/hot-request.js';
import type { Offer } from '../../../pipeline/offer.js';
import type { Reply } from '../../../protocol/hot/outlet.js';
import type { HotSession } from '../../../protocol/hot/session-request.js';
import { UNKNOWN_PARTY } from '../../../protocol/session/session-client.js';
import type { LastingClient } from '../../../protocol/line-follower.js';
import { EngineLine } from '../../../protocol/session/engine-line.js';
import { SessionEngine, type KnownSession } from '../../../protocol/session/session-engine.js';
import type { RunningRequests } from '../../../protocol/running-requests.js';
import { SESSION_REVISIONS } from '../../../protocol/revisions.js';
import { headerOf, type HttpRequest, type HttpResponse } from '../http-message.js';
import type { InFlight } from '../in-flight.js';
import { answerEmpty } from '../json-answer.js';
import type { KnownClients } from './known-clients.js';
import type { LateAnswers } from './late-answers.js';
import type { MessageStream, Resumption } from './message-stream.js';
import { UNREACHABLE, type PostAnswer } from './post-answer.js';
import {
  ENDED_ELSEWHERE,
  SESSION_ENDED,
  UNUSED,
  type Ending,
  type RegisteredSession,
} from './registered-session.js';
import { requestHead } from './request-head.js';
import { SessionAnswers, type Answer, type AnsweredSession } from './session-answers.js';
import { SessionLine } from './session-line.js';
import type { SessionPlace } from './session-registry.js';
import { SessionStreams, type Resumability } from './session-streams.js';
import type { SessionChange, SessionRecord } from './shared/session-record.js';
import type { Replica, SharedSession } from './shared/shared-session.js';
import { cannotAsk } from './stream-errors.js';

/** What all sessions of one endpoint have in common. */
export interface SessionHouse {
  /** In ms; 0 for never. */
  readonly keepAlive: number;
  readonly resumability: Resumability | undefined;
  readonly inFlight: InFlight;
  readonly hotPath: HotPath | undefined;
  /** The requests that go past the engines. */
  readonly running: RunningRequests<HotRequest>;
  readonly clients: KnownClients;
  late(canPrime: boolean): LateAnswers | undefined;
  /** Connects the engine of a session to the other end of a line. */
  connect(engine: EngineLine, line: SessionLine): Promise<void>;
  /** Called when the handshake has succeeded, before its answer leaves. */
  opened(session: Session): void;
  /** Tells its client about changes from now on. @returns how to stop */
  follow(session: Session): (() => void) | undefined;
  /**
   * Called when nothing of the session goes on any more.
   *
   * @param isLocal others go on with it
   */
  ended(session: Session, isLocal: boolean): Promise<void>;
  /** Called when the client may have missed something. */
  missed(session: Session): void;
  debug(error: Error): void;
}

/** Clients from this revision on understand an event without data. */
const PRIMING_SINCE = '2025-11-25';

/**
 * One session, over any number of HTTP requests. It is a record of what its client has said; the engine behind it is there for
 * the handshake and from the first message on that needs it, which it is told the handshake again for. Its requests wait for
 * their answers elsewhere, in `SessionAnswers`; what the answer to the handshake makes of the session is decided here.
 */
export class Session
  implements RegisteredSession, Replica, HotSession, AnsweredSession, KnownSession, LastingClient
{
  lastUsed = Date.now();
  party = UNKNOWN_PARTY;
  level: LogLevel | undefined;
  readonly line = new SessionLine();

  private ownAnswers: SessionAnswers | undefined;
  private ownStreams: SessionStreams | undefined;
  private ownEngine: SessionEngine | undefined;
  private handshake: RequestId | undefined;
  opening: Readonly<Record<string, unknown>> = {};
  isInitialized = false;
  isClosed = false;
  private hasFailed = false;
  /** The client has opened a stream for what belongs to no request. */
  private hasListened = false;
  private stopFollowing: (() => void) | undefined;
  private ending: Promise<void> | undefined;

  /**
   * @param offer what the application had to offer when it was opened
   * @param shared where processes share the session
   */
  constructor(
    readonly id: string,
    readonly principal: string | undefined,
    readonly offer: Offer | undefined,
    /** Its place among all sessions. */
    readonly place: SessionPlace,
    readonly shared: SharedSession | undefined,
    private readonly house: SessionHouse,
  ) {}

  /** Gone again when the handshake fails. */
  get sessionId(): string | undefined {
    return this.hasFailed ? undefined : this.id;
  }

  get keepAlive(): number {
    return this.house.keepAlive;
  }

  get inFlight(): InFlight {
    return this.house.inFlight;
  }

  get resumption(): Resumption | undefined {
    const { resumability } = this.house;
    return resumability && { ...resumability, sessionId: this.id };
  }

  get isBusy(): boolean {
    const { ownStreams, ownAnswers } = this;
    if (ownAnswers && ownAnswers.size > 0) return true;
    return ownStreams !== undefined && (ownStreams.standalone.isConnected || ownStreams.isFollowing);
  }

  get subscriptions(): ReadonlySet<string> {
    return this.line.subscriptions;
  }

  /** The revision a request speaks: what it says, else what was agreed on. */
  versionOf(request: HttpRequest): string {
    return headerOf(request, 'mcp-protocol-version') ?? this.party.protocolVersion;
  }

  /** Takes the messages of one POST and answers it, now or later. */
  receive(
    request: HttpRequest,
    response: HttpResponse,
    messages: readonly JSONRPCMessage[],
    isBatch: boolean,
  ): void {
    this.touch();
    const requests = messages.filter(isRequest);
    let answer: PostAnswer | undefined;
    if (requests.length === 0) answerEmpty(response, 202);
    else {
      answer = this.answers.expect(requests, response, isBatch, this.canPrime(request));
      if (!answer) return;
    }
    const extra = this.extraOf(request, answer);
    for (const message of messages) this.deliver(message, extra);
  }

  /** Takes a handshake that needs no engine, and answers it. */
  open(
    message: JSONRPCRequest,
    { opening, party, result }: Opened,
    request: HttpRequest,
    response: HttpResponse,
  ): void {
    const { id } = message;
    this.touch();
    this.opening = opening;
    this.party = party;
    this.handshake = id;
    this.answers.expect([message], response, false, this.canPrime(request));
    this.answer({ result, jsonrpc: '2.0', id });
  }

  /** Takes a request that needs no engine, and answers it. */
  receiveHot(hot: HotRequest, request: HttpRequest, response: HttpResponse): void {
    this.touch();
    const answer = this.answers.expectHot(hot, response, this.canPrime(request));
    if (!answer) return;
    const { running, hotPath } = this.house;
    running.run(hot, answer, hotPath!, this.line);
  }

  /** Opens the stream for what belongs to no request, or continues a stream that broke off. */
  async listen(request: HttpRequest, response: HttpResponse): Promise<void> {
    this.touch();
    if (this.shared) this.initialize();
    this.hasListened = true;
    this.follow();
    const lastEventId = headerOf(request, 'last-event-id');
    const { resumption } = this.streams;
    if (resumption && lastEventId) await this.streams.resume(resumption, response, lastEventId);
    else await this.streams.listen(response, this.canPrime(request));
  }

  /**
   * Goes on with a session that another process opened.
   *
   * @throws Error when the engine does not take it
   */
  async restore(record: SessionRecord, request: HttpRequest): Promise<void> {
    this.opening = record.opening;
    this.isInitialized = true;
    this.renew(record);
    await this.engines.awake(this.extraOf(request));
    this.house.opened(this);
  }

  /** The engine, for what a request that went past it needs now. */
  engine({ auth, http }: Sender): Server | Promise<Server> {
    const extra = { request: http as unknown as Request, ...(auth && { authInfo: auth }) };
    const awake = this.engines.awake(extra);
    return awake instanceof EngineLine ? awake.server : awake.then(({ server }) => server);
  }

  isPending(id: RequestId): boolean {
    return this.ownAnswers?.get(id) !== undefined;
  }

  renew({ level, uris }: SessionRecord): void {
    if (level !== null) this.apply({ kind: 'level', level });
    const { subscriptions } = this.line;
    subscriptions.clear();
    for (const uri of uris) subscriptions.add(uri);
  }

  apply(change: SessionChange): void {
    if (change.kind === 'level') {
      if (change.level === this.level) return;
      this.level = change.level as LogLevel;
      this.ownEngine?.setLevel(change.level);
    } else if (change.kind === 'subscribed') this.line.subscriptions.add(change.uri);
    else this.line.subscriptions.delete(change.uri);
  }

  /** What the client changes here. */
  change(change: SessionChange): Promise<void> | undefined {
    if (change.kind === 'level') this.level = change.level as LogLevel;
    return this.shared?.change(change);
  }

  /** What the client said in another process. */
  hear(message: JSONRPCMessage): void {
    this.deliver(message, {});
  }

  letGo(): void {
    this.ownStreams?.standalone.letGo();
  }

  endHere(): void {
    this.end(ENDED_ELSEWHERE).catch((error: Error) => this.report(error));
  }

  async tell(given: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    const message = this.shared?.outgoing(given) ?? given;
    if (!('method' in message)) return;
    const related = options?.relatedRequestId;
    const text = JSON.stringify(message);
    const answer = related === undefined ? undefined : this.ownAnswers?.get(related)?.answer;
    if (answer?.isReachable) return answer.send(text, message.method);
    const standalone = this.ownStreams?.standalone;
    if (related === undefined && standalone?.isReachable) return standalone.send(text);
    const reason =
      related === undefined
        ? 'it belongs to no request, and the client has no stream open for such messages.'
        : UNREACHABLE;
    if ('id' in message) throw cannotAsk(message.method, reason);
    this.report(new Error(`${message.method} was dropped: ${reason}`));
  }

  answer(message: Answer): void {
    const isHandshake = message.id !== undefined && message.id === this.handshake;
    const handshake = isHandshake ? this.answers.take(message.id) : undefined;
    if (handshake) this.answerHandshake(message, handshake.answer);
    else this.answers.answer(message);
  }

  answerHot(id: RequestId, reply: Reply): void {
    this.answers.answerHot(id, reply);
  }

  streamId(): string {
    return this.shared?.streamId(unguessableId()) ?? unguessableId();
  }

  late(canPrime: boolean): LateAnswers | undefined {
    return this.house.late(canPrime);
  }

  onstream(stream: MessageStream, ids: readonly RequestId[]): void {
    const { shared, streams } = this;
    streams.add(stream);
    if (!streams.resumption || !shared) return;
    stream.after(shared.streamBegins(stream.id, ids).catch((error: Error) => this.report(error)));
  }

  onstreamover(stream: MessageStream): void {
    this.streams.delete(stream);
    if (this.streams.resumption)
      this.shared?.streamOver(stream.id).catch((error: Error) => this.report(error));
  }

  touch(): void {
    this.lastUsed = Date.now();
    this.shared?.used()?.catch((error: Error) => this.report(error));
  }

  report(error: Error): void {
    this.house.debug(error);
  }

  close(): Promise<void> {
    return this.end(SESSION_ENDED);
  }

  /** @throws PorticoError `PORTICO_STATE_UNAVAILABLE` where other processes cannot be kept from going on with it */
  end(ending: Ending): Promise<void> {
    return (this.ending ??= this.endOnce(ending).finally(() => {
      if (!this.isClosed) this.ending = undefined;
    }));
  }

  private async endOnce(ending: Ending): Promise<void> {
    if (this.isClosed) return;
    const { shared, house } = this;
    if (ending === UNUSED && (await shared?.isKept())) return;
    const isLocal = shared !== undefined && ending.isLocal === true;
    if (shared && !isLocal) await shared.end();
    this.isClosed = true;
    this.stopFollowing?.();
    this.ownAnswers?.abandon(ending, isLocal && house.resumability !== undefined);
    const closed = this.ownStreams?.close(isLocal);
    this.ownEngine?.end();
    // From here on nobody finds it: what came now would never be answered.
    const ended = house.ended(this, isLocal);
    if (isLocal) await closed;
    shared?.leave();
    await ended;
  }

  private get engines(): SessionEngine {
    return (this.ownEngine ??= new SessionEngine(this, (engine) => this.house.connect(engine, this.line)));
  }

  private get answers(): SessionAnswers {
    return (this.ownAnswers ??= new SessionAnswers(this));
  }

  private get streams(): SessionStreams {
    return (this.ownStreams ??= new SessionStreams({
      sessionId: this.id,
      keepAlive: this.keepAlive,
      resumability: this.house.resumability,
      onerror: (error) => this.report(error),
      shared: this.shared,
      onmissed: () => this.house.missed(this),
    }));
  }

  private deliver(received: JSONRPCMessage, extra: MessageExtraInfo): void {
    const message = this.shared ? this.shared.incoming(received) : received;
    if (!message) return;
    if (!('method' in message)) return this.ownEngine?.hear(message, extra);
    if (message.method === 'notifications/cancelled') return this.cancel(message, extra);
    if (message.method === 'notifications/initialized') return this.initialize();
    if (isRequest(message)) {
      if (message.method === 'initialize') return this.begin(message, extra);
      const awake = this.engines.awake(extra);
      if (awake instanceof EngineLine) return awake.hear(message, extra);
      awake.then(
        (engine) => engine.hear(message, extra),
        (error: Error) => this.answers.fail(message.id, error),
      );
      return;
    }
    this.ownEngine?.hear(message, extra);
  }

  /** The handshake, by an engine that is there for nothing else where others need none. */
  private begin(message: JSONRPCRequest, extra: MessageExtraInfo): void {
    this.handshake = message.id;
    this.opening = message.params ?? {};
    this.engines
      .begin(message, extra)
      .catch((error: Error) => {
        this.hasFailed = true;
        this.answers.fail(message.id, error);
        return this.close();
      })
      .catch((error: Error) => this.report(error));
  }

  /** The client has said that the handshake is over; where processes share the session, perhaps to another. */
  private initialize(): void {
    if (this.isInitialized) return;
    this.isInitialized = true;
    this.ownEngine?.conclude();
    this.follow();
  }

  /** Before the client has opened a stream nothing would reach it. */
  private follow(): void {
    if (!this.hasListened || !this.isInitialized || this.isClosed) return;
    this.stopFollowing ??= this.house.follow(this);
  }

  private cancel(
    message: JSONRPCMessage & { readonly params?: { readonly [name: string]: unknown } | undefined },
    extra: MessageExtraInfo,
  ): void {
    const id = message.params?.['requestId'] as RequestId;
    const pending = this.ownAnswers?.get(id);
    if (pending?.hot) pending.hot.cancel(message.params?.['reason']);
    else this.ownEngine?.hear(message, extra);
    // The engine answers a cancelled request with nothing, and its response would stay open for ever. By then it has
    // either sent the answer or will never send it.
    if (pending) setImmediate(() => this.skip(id));
  }

  private skip(id: RequestId): void {
    if (this.answers.skip(id) && id === this.handshake)
      this.close().catch((error: Error) => this.report(error));
  }

  /** Other processes know of the session before its client does. */
  private answerHandshake(message: Answer, answer: PostAnswer): void {
    const known = 'result' in message ? this.shared?.open(this.principal, this.opening) : undefined;
    if (known)
      known.then(
        () => this.conclude(message, answer),
        (error: Error) => this.turnAway(message.id!, answer, error),
      );
    else this.conclude(message, answer);
  }

  /** A session that others do not know of is none. */
  private turnAway(id: RequestId, answer: PostAnswer, cause: Error): void {
    this.hasFailed = true;
    this.answers.turnAway(id, answer, cause);
    this.end({ ...SESSION_ENDED, isLocal: true }).catch((error: Error) => this.report(error));
  }

  /** A handshake that failed, or that nobody learns of, opens no session. */
  private conclude(message: Answer, answer: PostAnswer): void {
    const isOpened = 'result' in message && answer.isReachable;
    this.handshake = undefined;
    if (isOpened) this.admit();
    else this.hasFailed = true;
    this.answers.reply(message, answer);
    if (!isOpened) this.close().catch((error: Error) => this.report(error));
    else if (this.house.hotPath) this.rest();
    this.ownAnswers = undefined; // a handshake is alone, and many sessions are opened for few requests
  }

  private admit(): void {
    this.ownEngine?.meet();
    const { opening, party } = this.house.clients.of(this);
    this.opening = opening;
    this.party = party;
    this.house.opened(this);
  }

  /** Lets the engine go until it is needed. */
  private rest(): void {
    this.ownEngine?.rest();
    this.ownEngine = undefined;
  }

  /** What the engine is told along with messages. */
  private extraOf(request: HttpRequest, answer?: PostAnswer): MessageExtraInfo {
    return {
      request: requestHead(request),
      authInfo: request.auth,
      closeSSEStream: answer && (() => answer.closeEarly()),
      closeStandaloneSSEStream: answer && (() => this.streams.interruptStandalone()),
    } as MessageExtraInfo;
  }

  private canPrime(request: HttpRequest): boolean {
    const version = this.versionOf(request);
    return version >= PRIMING_SINCE && SESSION_REVISIONS.includes(version);
  }
}

function isRequest(message: JSONRPCMessage): message is JSONRPCRequest {
  return 'method' in message && 'id' in message;
}
