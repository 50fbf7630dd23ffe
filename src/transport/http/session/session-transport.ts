import type {
  JSONRPCMessage,
  JSONRPCRequest,
  MessageExtraInfo,
  RequestId,
  Transport,
  TransportSendOptions,
} from '@modelcontextprotocol/server';
import { unguessableId } from '../../../common/ids.js';
import { headerOf, type HttpRequest, type HttpResponse } from '../http-message.js';
import type { InFlight } from '../in-flight.js';
import { answerEmpty, refuse } from '../json-answer.js';
import { PostAnswer } from './post-answer.js';
import {
  ENDED_ELSEWHERE,
  SESSION_ENDED,
  UNUSED,
  type Ending,
  type RegisteredSession,
} from './registered-session.js';
import { requestHead } from './request-head.js';
import { SessionStreams, type Resumability } from './session-streams.js';
import type { SessionChange, SessionRecord } from './shared/session-record.js';
import type { Replica, SharedSession } from './shared/shared-session.js';
import { cannotAsk } from './stream-errors.js';

export interface SessionTransportOptions {
  readonly id: string;
  readonly principal: string | undefined;
  /** In ms; 0 for never. */
  readonly keepAlive: number;
  readonly resumability: Resumability | undefined;
  readonly inFlight: InFlight;
  /** Called when the handshake has succeeded, before its answer leaves. */
  readonly onopened: () => void;
  /**
   * Called when nothing of the session goes on any more.
   *
   * @param isLocal others go on with it
   */
  readonly onended: (isLocal: boolean) => Promise<void>;
  /** Where processes share the session. */
  readonly shared: SharedSession | undefined;
  /** Called when the client may have missed something; it has subscribed to these resources. */
  readonly onmissed: (uris: Iterable<string>) => void;
}

type Answer = JSONRPCMessage & { readonly id?: RequestId | undefined };

/** Clients from this revision on understand an event without data. */
const PRIMING_SINCE = '2025-11-25';

/**
 * The messages of one session, over any number of HTTP requests: the engine's transport on Node's own requests and
 * responses, without web streams in between.
 */
export class SessionTransport implements Transport, RegisteredSession, Replica {
  onmessage?: NonNullable<Transport['onmessage']>;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  /** Gone again when the handshake fails. */
  sessionId: string | undefined;
  lastUsed = Date.now();
  supportedVersions: readonly string[] = [];
  /** The resources the client has subscribed to. */
  readonly subscriptions = new Set<string>();

  private readonly pending = new Map<RequestId, PostAnswer>();
  private readonly streams: SessionStreams;
  private handshake: RequestId | undefined;
  private opening: Readonly<Record<string, unknown>> = {};
  private isInitialized = false;
  private level: string | null = null;
  /** Requests that were told to the engine again, and whose answers are nobody's. */
  private readonly retold = new Map<RequestId, (answer: JSONRPCMessage) => void>();
  private ending: Promise<void> | undefined;
  private protocolVersion: string | undefined;
  private isClosed = false;
  private readonly report = (error: Error): void => this.onerror?.(error);

  constructor(private readonly options: SessionTransportOptions) {
    this.sessionId = options.id;
    const onmissed = (): void => options.onmissed(this.subscriptions);
    this.streams = new SessionStreams({ ...options, sessionId: options.id, onerror: this.report, onmissed });
  }

  get id(): string {
    return this.options.id;
  }

  get principal(): string | undefined {
    return this.options.principal;
  }

  get isBusy(): boolean {
    return this.pending.size > 0 || this.streams.standalone.isConnected || this.streams.isFollowing;
  }

  async start(): Promise<void> {}

  setSupportedProtocolVersions(versions: string[]): void {
    this.supportedVersions = versions;
  }

  /** The revision a request speaks: what it says, else what was agreed on. */
  versionOf(request: HttpRequest): string {
    return headerOf(request, 'mcp-protocol-version') ?? this.protocolVersion ?? '2025-03-26';
  }

  /** Takes the messages of one POST and answers it, now or later. */
  receive(
    request: HttpRequest,
    response: HttpResponse,
    messages: readonly JSONRPCMessage[],
    isBatch: boolean,
  ): void {
    this.touch();
    const extra: MessageExtraInfo = {
      request: requestHead(request),
      ...(request.auth && { authInfo: request.auth }),
    };
    const requests = messages.filter(isRequest);
    if (requests.length === 0) answerEmpty(response, 202);
    else if (!this.expect(requests, request, response, isBatch, extra)) return;
    for (const message of messages) this.deliver(message, extra);
  }

  /** Opens the stream for what belongs to no request, or continues a stream that broke off. */
  async listen(request: HttpRequest, response: HttpResponse): Promise<void> {
    this.touch();
    this.catchUpInitialized();
    const lastEventId = headerOf(request, 'last-event-id');
    const { resumption } = this.streams;
    if (resumption && lastEventId) await this.streams.resume(resumption, response, lastEventId);
    else await this.streams.listen(response, this.canPrime(request));
  }

  /**
   * Goes on with a session that another process opened: tells the engine again what its client has said.
   *
   * @throws Error when the engine does not take it
   */
  async restore(record: SessionRecord, request: HttpRequest): Promise<void> {
    const extra: MessageExtraInfo = {
      request: requestHead(request),
      ...(request.auth && { authInfo: request.auth }),
    };
    const answer = await this.retell('initialize', record.opening, extra);
    const version = 'result' in answer ? answer.result['protocolVersion'] : undefined;
    if (typeof version !== 'string') throw new Error('A session of another process could not be taken up.');
    this.protocolVersion = version;
    this.catchUpInitialized();
    this.renew(record);
    this.options.onopened();
  }

  isPending(id: RequestId): boolean {
    return this.pending.has(id);
  }

  renew({ level, uris }: SessionRecord): void {
    if (level !== null) this.apply({ kind: 'level', level });
    this.subscriptions.clear();
    for (const uri of uris) this.subscriptions.add(uri);
  }

  apply(change: SessionChange): void {
    if (change.kind === 'subscribed') this.subscriptions.add(change.uri);
    else if (change.kind === 'unsubscribed') this.subscriptions.delete(change.uri);
    else if (change.kind === 'level' && change.level !== this.level) {
      this.level = change.level;
      void this.retell('logging/setLevel', { level: change.level }, {});
    }
  }

  hear(message: JSONRPCMessage): void {
    this.deliver(message, {});
  }

  letGo(): void {
    this.streams.standalone.letGo();
  }

  endHere(): void {
    this.end(ENDED_ELSEWHERE).catch(this.report);
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if (!('method' in message)) return this.answer(message);
    return this.sendUnasked(this.options.shared?.outgoing(message) ?? message, options);
  }

  private async sendUnasked(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if (!('method' in message)) return;
    const related = options?.relatedRequestId;
    const target = related === undefined ? this.streams.standalone : this.pending.get(related);
    if (target?.isReachable) return target.send(JSON.stringify(message));
    const reason =
      related === undefined
        ? 'it belongs to no request, and the client has no stream open for such messages.'
        : 'the request it belongs to is answered, or its client is gone.';
    if ('id' in message) throw cannotAsk(message.method, reason);
    this.report(new Error(`${message.method} was dropped: ${reason}`));
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
    const { shared, inFlight, onended } = this.options;
    if (ending === UNUSED && (await shared?.isKept())) return;
    const isLocal = shared !== undefined && ending.isLocal === true;
    if (shared && !isLocal) await shared.end();
    this.isClosed = true;
    this.abandon(ending, isLocal && this.streams.resumption !== undefined);
    inFlight.end(this.pending.size);
    this.pending.clear();
    const closed = this.streams.close(isLocal);
    this.onclose?.();
    // From here on nobody finds it: what came now would never be answered.
    const ended = onended(isLocal);
    if (isLocal) await closed;
    shared?.leave();
    await ended;
  }

  /** Tells whoever waits that the session is over. */
  private abandon({ status, message }: Ending, isKept: boolean): void {
    const waiting = new Map<PostAnswer, string[]>();
    for (const [id, answer] of this.pending) {
      const error = JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message } });
      waiting.set(answer, [...(waiting.get(answer) ?? []), error]);
    }
    for (const [answer, errors] of waiting) answer.abandon(status, errors, isKept);
  }

  /** Notes whom the answers go to; refuses a request that could not be told from one in progress. */
  private expect(
    requests: readonly JSONRPCRequest[],
    request: HttpRequest,
    response: HttpResponse,
    isBatch: boolean,
    extra: MessageExtraInfo,
  ): boolean {
    const ids = new Set<RequestId>();
    for (const { id } of requests) {
      if (this.pending.has(id) || ids.has(id)) {
        const message = `Invalid Request: a request with the id ${JSON.stringify(id)} is still being answered`;
        refuse(response, { status: 400, code: -32_600, message });
        return false;
      }
      ids.add(id);
    }
    const { shared } = this.options;
    const answer = new PostAnswer(response, {
      sessionId: () => this.sessionId,
      requests: ids.size,
      isBatch,
      keepAlive: this.options.keepAlive,
      resumption: this.streams.resumption,
      streamId: () => shared?.streamId(unguessableId()) ?? unguessableId(),
      canPrime: this.canPrime(request),
      onerror: this.report,
      onstream: (stream) => {
        this.streams.add(stream);
        if (this.streams.resumption && shared)
          stream.after(shared.streamBegins(stream.id, [...ids]).catch(this.report));
      },
      onstreamover: (stream) => {
        this.streams.delete(stream);
        if (this.streams.resumption) shared?.streamOver(stream.id).catch(this.report);
      },
    });
    for (const id of ids) this.pending.set(id, answer);
    this.options.inFlight.begin(ids.size);
    extra.closeSSEStream = () => answer.closeEarly();
    extra.closeStandaloneSSEStream = () => this.streams.interruptStandalone();
    return true;
  }

  private deliver(received: JSONRPCMessage, extra: MessageExtraInfo): void {
    const { shared } = this.options;
    const message = shared ? shared.incoming(received) : received;
    if (!message || this.isToldAlready(message)) return;
    if (isRequest(message)) shared?.note(message);
    this.onmessage?.(message, extra);
    if (!('method' in message) || message.method !== 'notifications/cancelled') return;
    // The engine answers a cancelled request with nothing, and its response would stay open for ever. By then it has
    // either sent the answer or will never send it.
    const id = message.params?.['requestId'] as RequestId;
    if (this.pending.has(id)) setImmediate(() => this.skip(id));
  }

  private skip(id: RequestId): void {
    const answer = this.take(id);
    if (!answer) return;
    this.options.shared?.withdrawn(id);
    answer.skip();
    this.options.inFlight.end();
    if (id === this.handshake) this.close().catch(this.report);
  }

  private answer(message: Answer): void {
    const { id } = message;
    const tell = id === undefined ? undefined : this.retold.get(id);
    if (tell) return tell(message);
    const answer = id === undefined ? undefined : this.take(id);
    if (!answer)
      return this.report(new Error(`The answer to request ${id} was dropped: nobody waits for it`));
    const known = this.makeKnown(message);
    if (known)
      known.then(
        () => this.reply(message, answer),
        (error: Error) => this.replyUnknown(message, answer, error),
      );
    else this.reply(message, answer);
  }

  /** What other processes have to know before the client hears that it is done. */
  private makeKnown(message: Answer): Promise<void> | undefined {
    const { shared, principal } = this.options;
    if (message.id !== this.handshake) return shared?.concluded(message);
    return 'result' in message ? shared?.open(principal, this.opening) : undefined;
  }

  /** What could not be made known has not been done. */
  private replyUnknown({ id }: Answer, answer: PostAnswer, cause: Error): void {
    this.report(new Error('Other processes cannot be told of a session', { cause }));
    const message = 'The store that all processes of the server share does not answer; try again later';
    const error = JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message } });
    if (id !== this.handshake) return this.leave(answer.answer(error));
    answer.abandon(503, [error]);
    this.leave(undefined);
    this.sessionId = undefined;
    this.end({ ...SESSION_ENDED, isLocal: true }).catch(this.report);
  }

  private reply(message: Answer, answer: PostAnswer): void {
    const { id } = message;
    if (!answer.isReachable)
      this.report(new Error(`The answer to request ${id} was dropped: its client is gone`));
    const hasFailed = id === this.handshake && !this.concludeHandshake(message, answer);
    this.leave(answer.answer(this.serialize(message)));
    if (hasFailed) this.close().catch(this.report);
  }

  private leave(sent: Promise<void> | undefined): void {
    if (sent) void sent.then(() => this.options.inFlight.end());
    else this.options.inFlight.end();
  }

  /** A handshake that failed, or that nobody learns of, opens no session. */
  private concludeHandshake(message: JSONRPCMessage, answer: PostAnswer): boolean {
    this.handshake = undefined;
    const version = 'result' in message ? message.result['protocolVersion'] : undefined;
    if (typeof version === 'string' && answer.isReachable) {
      this.protocolVersion = version;
      this.options.onopened();
      return true;
    }
    this.sessionId = undefined;
    return false;
  }

  private take(id: RequestId): PostAnswer | undefined {
    const answer = this.pending.get(id);
    if (!answer) return undefined;
    this.pending.delete(id);
    this.touch();
    return answer;
  }

  private touch(): void {
    this.lastUsed = Date.now();
    this.options.shared?.used()?.catch(this.report);
  }

  /** Where processes share the session, its client may have said to another that the handshake is over. */
  private catchUpInitialized(): void {
    if (!this.options.shared || this.isInitialized) return;
    this.isInitialized = true;
    this.onmessage?.({ jsonrpc: '2.0', method: 'notifications/initialized' }, {});
  }

  /** Notes what of the handshake may be needed again, and whether the engine knows of it. */
  private isToldAlready(message: JSONRPCMessage): boolean {
    if (!('method' in message)) return false;
    if (isRequest(message) && message.method === 'initialize') {
      this.handshake = message.id;
      this.opening = message.params ?? {};
    } else if (message.method === 'notifications/initialized') {
      const isTold = this.options.shared !== undefined && this.isInitialized;
      this.isInitialized = true;
      return isTold;
    }
    return false;
  }

  /** Tells the engine something that the client has said elsewhere. */
  private retell(
    method: string,
    params: Readonly<Record<string, unknown>>,
    extra: MessageExtraInfo,
  ): Promise<JSONRPCMessage> {
    const id = `retold:${unguessableId()}`;
    return new Promise((resolve) => {
      this.retold.set(id, (answer) => {
        this.retold.delete(id);
        resolve(answer);
      });
      this.onmessage?.({ jsonrpc: '2.0', id, method, params }, extra);
    });
  }

  /** A result that cannot be written still has to become an answer. */
  private serialize(message: Answer): string {
    try {
      return JSON.stringify(message);
    } catch (cause) {
      this.report(new Error(`The answer to request ${message.id} cannot be written as JSON`, { cause }));
      return JSON.stringify({
        jsonrpc: '2.0',
        id: message.id,
        error: { code: -32_603, message: 'Internal error' },
      });
    }
  }

  private canPrime(request: HttpRequest): boolean {
    const version = this.versionOf(request);
    return version >= PRIMING_SINCE && this.supportedVersions.includes(version);
  }
}

function isRequest(message: JSONRPCMessage): message is JSONRPCRequest {
  return 'method' in message && 'id' in message;
}
