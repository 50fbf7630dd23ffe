import { after, caught, type Eventually } from '../../common/eventually.js';
import type { ServerLog } from '../../common/server-log.js';
import type { Denial } from '../../identity/challenge.js';
import { Cors } from './cors.js';
import { callerOf, toAuthInfo } from '../../protocol/http-caller.js';
import { endAtExpiry } from './end-at-expiry.js';
import { isOfSession, isStatelessRevision } from './era-of.js';
import type { OpenedEventStore } from './events/open-event-store.js';
import { HostGuard } from './host-guard.js';
import { headerOf, pathOf, type HttpRequest, type HttpResponse } from './http-message.js';
import { clusterFor, type EndpointOptions } from './http-options.js';
import { InFlight } from './in-flight.js';
import { isListenRequest } from '../../protocol/stateless/listener.js';
import { ListenPlaces } from './listen-places.js';
import { answerJson, refuse, type Refusal } from './json-answer.js';
import { isJson } from './media-type.js';
import { bodyTooLarge, type Body } from './request-body.js';
import type { ServerFactory } from './server-factory.js';
import { SHUTTING_DOWN } from './session/registered-session.js';
import { SessionDirectory } from './session/shared/session-directory.js';
import { SessionDoor } from './session/session-door.js';
import { SessionRegistry } from './session/session-registry.js';
import { StatelessDoor } from './stateless-door.js';

/** What differs between the places a request can come from. */
export interface RequestCarrier {
  /** Called when everything else about the request is in order. @param tell what came of it */
  readBody(limit: number, tell: (body: Body) => void): void;
  answerStatelessly(door: StatelessDoor, body: unknown): Promise<void>;
}

/** Messages in one body; more would let one request do the work of thousands. */
const MAX_BATCH = 100;

/**
 * One endpoint for both families of revisions: what opens or continues a session goes there, everything else is
 * answered statelessly. It knows neither ports nor paths; whoever owns them hands requests over.
 */
export class HttpEndpoint {
  readonly guard: HostGuard;
  readonly cors: Cors;
  readonly registry: SessionRegistry;
  readonly inFlight = new InFlight();
  private readonly stateless: StatelessDoor;
  private readonly listeners: ListenPlaces;
  private readonly sessions: SessionDoor | undefined;
  private readonly events: OpenedEventStore | undefined;
  private readonly directory: SessionDirectory | undefined;
  private readonly methods: readonly string[];
  private closing: Promise<void> | undefined;

  /** @param hasSessions `false` where nothing outlives a request, so that clients of every revision are served without */
  constructor(
    private readonly factory: ServerFactory,
    readonly options: EndpointOptions,
    private readonly log: ServerLog,
    hasSessions = true,
  ) {
    this.cors = new Cors(options.cors);
    this.guard = new HostGuard(options.allowedHosts, options.allowedOrigins, this.cors, log);
    this.registry = new SessionRegistry(options.sessions, log);
    this.listeners = new ListenPlaces(options.maxListenStreams);
    this.stateless = new StatelessDoor(
      factory,
      { ...options, servesSessionRevisions: !hasSessions },
      this.inFlight,
      log,
    );
    const { resumability } = options;
    this.events = hasSessions ? resumability?.open(factory.name, log) : undefined;
    const kept = resumability && this.events && { retry: resumability.retry, store: this.events.store };
    const cluster = hasSessions ? clusterFor(options, factory.cluster) : undefined;
    this.directory = cluster && new SessionDirectory(cluster, options.sessions.idle, log);
    const { directory } = this;
    this.sessions = hasSessions
      ? new SessionDoor(
          factory,
          this.registry,
          this.inFlight,
          { ...options, resumability: kept, directory },
          log,
        )
      : undefined;
    this.methods = hasSessions ? ['POST', 'GET', 'DELETE'] : ['POST'];
  }

  get isClosing(): boolean {
    return this.closing !== undefined;
  }

  /** Answers a request; never throws. */
  serve(request: HttpRequest, response: HttpResponse, carrier: RequestCarrier): void {
    this.answerFor(response, () => {
      const stranger = this.guard.refusal(request);
      if (stranger) return refuse(response, stranger);
      if (this.cors.answers(request, response)) return;
      const { auth } = this.factory;
      if (auth && this.describes(pathOf(request))) return this.describe(request, response);
      const refusal = this.refusalOf(request) ?? (auth && this.admit(request, response));
      return after(refusal, (refused) => {
        if (refused) return refuse(response, refused);
        return this.receive(request, response, carrier);
      });
    });
  }

  /** Whether a path is one at which clients look for what to do before they may call. */
  describes(path: string): boolean {
    return this.factory.auth?.metadata?.isAt(path) ?? false;
  }

  /** Finds out who sends a request and notes it there. @returns why it is turned away, if it is */
  async admit(request: HttpRequest, response: HttpResponse): Promise<Refusal | undefined> {
    const { auth } = this.factory;
    if (!auth) return undefined;
    const { principal, denied } = { denied: undefined, ...(await auth.admit(request)) };
    if (denied) return refusalFor(denied);
    request.auth = toAuthInfo({ principal, secretHeaders: auth.secretHeaders });
    if (request.method === 'GET') endAtExpiry(response, principal?.expiresAt);
    return undefined;
  }

  /** Why the messages of a request are turned away, if they are: their caller may not ask for what they ask. */
  refusalOfMessages(request: HttpRequest, body: unknown): Refusal | undefined {
    const denied = this.factory.denialOf?.(request.auth, body);
    return denied && refusalFor(denied);
  }

  /**
   * Takes no new requests, waits for those that are being worked on, and ends every session. Until then answers to
   * questions that were asked still get in. Calling it again waits for the same end.
   */
  close(): Promise<void> {
    return (this.closing ??= this.closeOnce());
  }

  private async closeOnce(): Promise<void> {
    await this.inFlight.settled(this.options.drainTimeout);
    await Promise.all([this.registry.close(SHUTTING_DOWN), this.stateless.close()]);
    await Promise.all([this.events?.close(), this.directory?.close()]);
  }

  private describe({ method }: HttpRequest, response: HttpResponse): void {
    if (method === 'GET' || method === 'HEAD')
      answerJson(response, 200, this.factory.auth!.metadata!.document, { 'cache-control': 'max-age=3600' });
    else refuse(response, notAllowed(['GET', 'HEAD']));
  }

  /** What is wrong with a request that need not be read for it. */
  private refusalOf(request: HttpRequest): Refusal | undefined {
    const { method } = request;
    // A client of the stateless revision has no session to listen to or to end.
    const allowed = isStatelessRevision(headerOf(request, 'mcp-protocol-version')) ? ['POST'] : this.methods;
    if (method === undefined || !allowed.includes(method)) return notAllowed(allowed);
    if (method === 'POST') return unreadable(request, this.options.maxBodySize);
    return this.isClosing ? unavailable : undefined;
  }

  private receive(
    request: HttpRequest,
    response: HttpResponse,
    carrier: RequestCarrier,
  ): Promise<void> | undefined {
    // Whoever hung up meanwhile will not be heard of again: nothing that ends with the response may begin.
    if (response.destroyed) return undefined;
    if (request.method === 'GET') return this.sessions?.get(request, response);
    if (request.method === 'DELETE') return this.sessions?.delete(request, response);
    carrier.readBody(this.options.maxBodySize, (body) => {
      if (body.kind === 'refused') refuse(response, body.refusal);
      else if (body.kind === 'json')
        this.answerFor(response, () => this.post(request, response, body.value, carrier));
    });
    return undefined;
  }

  /** Whatever fails, the client hears of it. */
  private answerFor(response: HttpResponse, work: () => Eventually<void>): void {
    void caught(work, (error) => {
      this.log.error('An HTTP request failed:', error);
      refuse(response, { status: 500, code: -32_603, message: 'Internal error' });
    });
  }

  private post(
    request: HttpRequest,
    response: HttpResponse,
    body: unknown,
    carrier: RequestCarrier,
  ): Eventually<void> {
    if (Array.isArray(body) && body.length > MAX_BATCH) return refuse(response, batchTooLarge);
    if (this.isClosing && asksForAnswer(body)) return refuse(response, unavailable);
    const refusal = this.refusalOfMessages(request, body);
    if (refusal) return refuse(response, refusal);
    if (this.stateless.answers(request, response, body)) return;
    const ofSession = this.sessions && isOfSession(request, body);
    return after(ofSession, (isSessions) =>
      isSessions
        ? this.sessions?.post(request, response, body)
        : this.postAlone(request, response, body, carrier),
    );
  }

  /** What belongs to no session. */
  private postAlone(
    request: HttpRequest,
    response: HttpResponse,
    body: unknown,
    carrier: RequestCarrier,
  ): Eventually<void> {
    if (isListenRequest(body)) {
      const refusal = this.listeners.take(request, response);
      if (refusal) return refuse(response, refusal);
      endAtExpiry(response, callerOf(request.auth)?.principal?.expiresAt);
    }
    return carrier.answerStatelessly(this.stateless, body);
  }
}

function refusalFor(denied: Denial): Refusal {
  return { ...denied, code: -32_000 };
}

function notAllowed(allowed: readonly string[]): Refusal {
  return {
    status: 405,
    code: -32_000,
    message: 'Method not allowed.',
    headers: { allow: allowed.join(', ') },
  };
}

export const unavailable: Refusal = {
  status: SHUTTING_DOWN.status,
  code: -32_000,
  message: SHUTTING_DOWN.message,
  headers: { 'retry-after': '5', connection: 'close' },
};

const batchTooLarge: Refusal = {
  status: 400,
  code: -32_600,
  message: `Invalid Request: Batch must not exceed ${MAX_BATCH} messages`,
};

/** Why a body is refused unread. */
export function unreadable(request: HttpRequest, maxBodySize: number): Refusal | undefined {
  if (Number(headerOf(request, 'content-length')) > maxBodySize) return bodyTooLarge(maxBodySize);
  const type = headerOf(request, 'content-type');
  if (!isJson(type)) return unsupported('Content-Type must be application/json');
  const encoding = headerOf(request, 'content-encoding');
  return encoding === undefined || encoding === 'identity'
    ? undefined
    : unsupported('the body must not be compressed');
}

function unsupported(why: string): Refusal {
  return { status: 415, code: -32_000, message: `Unsupported Media Type: ${why}` };
}

/** Whether there is a request among the messages. */
export function asksForAnswer(body: unknown): boolean {
  const messages = (Array.isArray(body) ? body : [body]) as readonly ({
    id?: unknown;
    method?: unknown;
  } | null)[];
  return messages.some((message) => message?.method !== undefined && message.id !== undefined);
}
