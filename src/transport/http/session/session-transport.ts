import type {
  JSONRPCMessage,
  JSONRPCRequest,
  MessageExtraInfo,
  RequestId,
  Transport,
  TransportSendOptions,
} from '@modelcontextprotocol/server';
import { headerOf, type HttpRequest, type HttpResponse } from '../http-message.js';
import type { InFlight } from '../in-flight.js';
import { answerEmpty, refuse } from '../json-answer.js';
import { PostAnswer } from './post-answer.js';
import { SESSION_ENDED, type Ending, type RegisteredSession } from './registered-session.js';
import { requestHead } from './request-head.js';
import { SessionStreams, type Resumability } from './session-streams.js';
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
  /** Called when nothing of the session goes on any more. */
  readonly onended: () => Promise<void>;
}

/** Clients from this revision on understand an event without data. */
const PRIMING_SINCE = '2025-11-25';

/**
 * The messages of one session, over any number of HTTP requests: the engine's transport on Node's own requests and
 * responses, without web streams in between.
 */
export class SessionTransport implements Transport, RegisteredSession {
  onmessage?: NonNullable<Transport['onmessage']>;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  /** Gone again when the handshake fails. */
  sessionId: string | undefined;
  lastUsed = Date.now();
  supportedVersions: readonly string[] = [];

  private readonly pending = new Map<RequestId, PostAnswer>();
  private readonly streams: SessionStreams;
  private handshake: RequestId | undefined;
  private protocolVersion: string | undefined;
  private isClosed = false;
  private readonly report = (error: Error): void => this.onerror?.(error);

  constructor(private readonly options: SessionTransportOptions) {
    this.sessionId = options.id;
    this.streams = new SessionStreams({ ...options, sessionId: options.id, onerror: this.report });
  }

  get id(): string {
    return this.options.id;
  }

  get principal(): string | undefined {
    return this.options.principal;
  }

  get isBusy(): boolean {
    return this.pending.size > 0 || this.streams.standalone.isConnected;
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
    this.lastUsed = Date.now();
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
    this.lastUsed = Date.now();
    const lastEventId = headerOf(request, 'last-event-id');
    const { resumption } = this.streams;
    if (resumption && lastEventId) await this.streams.resume(resumption, response, lastEventId);
    else this.streams.listen(response, this.canPrime(request));
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if (!('method' in message)) return this.answer(message);
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

  async end({ status, message }: Ending): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    const waiting = new Map<PostAnswer, string[]>();
    for (const [id, answer] of this.pending) {
      const error = JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message } });
      waiting.set(answer, [...(waiting.get(answer) ?? []), error]);
    }
    for (const [answer, errors] of waiting) answer.abandon(status, errors);
    this.options.inFlight.end(this.pending.size);
    this.pending.clear();
    this.streams.close();
    this.onclose?.();
    await this.options.onended();
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
    const answer = new PostAnswer(response, {
      sessionId: () => this.sessionId,
      requests: ids.size,
      isBatch,
      keepAlive: this.options.keepAlive,
      resumption: this.streams.resumption,
      canPrime: this.canPrime(request),
      onerror: this.report,
      onstream: (stream) => this.streams.add(stream),
      onstreamover: (stream) => this.streams.delete(stream),
    });
    for (const id of ids) this.pending.set(id, answer);
    this.options.inFlight.begin(ids.size);
    extra.closeSSEStream = () => answer.closeEarly();
    extra.closeStandaloneSSEStream = () => this.streams.interruptStandalone();
    return true;
  }

  private deliver(message: JSONRPCMessage, extra: MessageExtraInfo): void {
    if (isRequest(message) && message.method === 'initialize') this.handshake = message.id;
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
    answer.skip();
    this.options.inFlight.end();
    if (id === this.handshake) void this.close();
  }

  private answer(message: JSONRPCMessage & { readonly id?: RequestId | undefined }): void {
    const { id } = message;
    const answer = id === undefined ? undefined : this.take(id);
    if (!answer)
      return this.report(new Error(`The answer to request ${id} was dropped: nobody waits for it`));
    if (!answer.isReachable)
      this.report(new Error(`The answer to request ${id} was dropped: its client is gone`));
    const hasFailed = id === this.handshake && !this.concludeHandshake(message, answer);
    const sent = answer.answer(this.serialize(message));
    if (sent) void sent.then(() => this.options.inFlight.end());
    else this.options.inFlight.end();
    if (hasFailed) void this.close();
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
    this.lastUsed = Date.now();
    return answer;
  }

  /** A result that cannot be written still has to become an answer. */
  private serialize(message: JSONRPCMessage & { readonly id?: RequestId | undefined }): string {
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
