import type { JSONRPCMessage, JSONRPCRequest } from '@modelcontextprotocol/server';
import type { HotPath } from '../../../protocol/hot/hot-path.js';
import type { HotRequest } from '../../../protocol/hot/hot-request.js';
import type { EngineLine } from '../../../protocol/session/engine-line.js';
import { RunningRequests } from '../../../protocol/running-requests.js';
import { SESSION_REVISIONS } from '../../../protocol/revisions.js';
import { after, type Eventually } from '../../../common/eventually.js';
import { unguessableId } from '../../../common/ids.js';
import { isPorticoError } from '../../../common/portico-error.js';
import type { ServerLog } from '../../../common/server-log.js';
import { callerKeyOf } from '../caller-key.js';
import { headerOf, type HttpRequest, type HttpResponse } from '../http-message.js';
import type { InFlight } from '../in-flight.js';
import { answerEmpty, refuse, type Refusal } from '../json-answer.js';
import { toMessages } from '../../rpc-message.js';
import { SESSION_ENDED } from './registered-session.js';
import { RequestHead } from './request-head.js';
import { isRefusal, type SessionPlace, type SessionRegistry } from './session-registry.js';
import type { Resumability } from './session-streams.js';
import { KnownClients } from './known-clients.js';
import { LateAnswers } from './late-answers.js';
import { Session, type SessionHouse } from './session.js';
import type { SessionLine } from './session-line.js';
import type { SessionDirectory } from './shared/session-directory.js';
import { ownerHash } from './shared/shared-session.js';
import type { ServerFactory } from '../server-factory.js';

export interface SessionDoorOptions {
  readonly keepAlive: number;
  readonly resumability: Resumability | undefined;
  /** The sessions that other processes have too; absent where this process is alone. */
  readonly directory: SessionDirectory | undefined;
}

/** A request that runs this long is made resumable, in ms: before that, a lost connection loses little. */
const PRIME_AFTER = 1_000;

/** Revision 2025-06-18 took batches out of the protocol. */
const BATCHES_UNTIL = '2025-03-26';

/** Where clients that hold a session come in (revisions 2025-03-26 to 2025-11-25, and older ones over this transport). */
export class SessionDoor implements SessionHouse {
  /** Sessions of other processes that are being taken up. */
  private readonly takingUp = new Map<string, Promise<Session | Refusal>>();

  readonly clients = new KnownClients();
  readonly running: RunningRequests<HotRequest>;
  private readonly silent: LateAnswers | undefined;
  private readonly primed: LateAnswers;

  constructor(
    private readonly factory: ServerFactory,
    private readonly registry: SessionRegistry,
    readonly inFlight: InFlight,
    private readonly options: SessionDoorOptions,
    private readonly log: ServerLog,
  ) {
    this.running = new RunningRequests(log);
    const { keepAlive } = options;
    this.silent = keepAlive > 0 ? new LateAnswers(keepAlive) : undefined;
    this.primed = new LateAnswers(Math.min(PRIME_AFTER, keepAlive || PRIME_AFTER));
  }

  get keepAlive(): number {
    return this.options.keepAlive;
  }

  get resumability(): Resumability | undefined {
    return this.options.resumability;
  }

  get hotPath(): HotPath | undefined {
    return this.factory.hotPath;
  }

  /** @param body one message, or an array of them */
  post(request: HttpRequest, response: HttpResponse, body: unknown): Eventually<void> {
    const accept = headerOf(request, 'accept');
    if (!accept?.includes('application/json') || !accept.includes('text/event-stream'))
      return refuse(response, notAcceptable('both application/json and text/event-stream'));
    const isBatch = Array.isArray(body);
    return after(toMessages(isBatch ? body : [body]), (messages) => {
      if (messages.every((message) => message !== undefined))
        return this.postMessages(request, response, messages, isBatch);
      return refuse(response, badRequest(-32_700, 'Parse error: Invalid JSON-RPC message'));
    });
  }

  private postMessages(
    request: HttpRequest,
    response: HttpResponse,
    messages: readonly JSONRPCMessage[],
    isBatch: boolean,
  ): Eventually<void> {
    const isOpening = messages.some((message) => 'method' in message && message.method === 'initialize');
    if (isOpening && messages.length > 1)
      return refuse(
        response,
        badRequest(-32_600, 'Invalid Request: Only one initialization request is allowed'),
      );
    if (isOpening && !headerOf(request, 'mcp-session-id')) return this.open(request, response, messages);

    return after(this.held(request) ?? this.find(request, response), (session) => {
      if (!session || !this.speaks(request, response)) return;
      if (isOpening)
        return refuse(response, badRequest(-32_600, 'Invalid Request: Server already initialized'));
      if (isBatch && !this.mayBatch(session, request, response)) return;
      const hot = isBatch ? undefined : this.hot(session, request, messages[0]!);
      if (hot) session.receiveHot(hot, request, response);
      else session.receive(request, response, messages, isBatch);
    });
  }

  async get(request: HttpRequest, response: HttpResponse): Promise<void> {
    const session = await this.find(request, response);
    if (!session || !this.speaks(request, response)) return;
    if (!headerOf(request, 'accept')?.includes('text/event-stream'))
      return refuse(response, notAcceptable('text/event-stream'));
    try {
      await session.listen(request, response);
    } catch (error) {
      // Whatever was sent before is in a store, which is away; the client comes again with the same id.
      if (headerOf(request, 'last-event-id') === undefined) throw error;
      this.log.warn('A client could not come back to a stream:', error);
      refuse(response, eventsUnavailable);
    }
  }

  async delete(request: HttpRequest, response: HttpResponse): Promise<void> {
    const session = await this.find(request, response);
    if (!session || !this.speaks(request, response)) return;
    try {
      await session.end(SESSION_ENDED);
    } catch (error) {
      return refuse(response, this.unavailable(error));
    }
    answerEmpty(response, 200);
  }

  /** Connects the engine of a session to the other end of a line. */
  async connect(engine: EngineLine, line: SessionLine): Promise<void> {
    const server = await this.factory.build(line);
    // The engine passes on what the transport reports, and adds its own.
    server.onerror = (error) => this.debug(error);
    // It is connected before the first wait in there.
    void server.connect(engine);
    engine.server = server;
  }

  late(canPrime: boolean): LateAnswers | undefined {
    return this.options.resumability && canPrime ? this.primed : this.silent;
  }

  opened(session: Session): void {
    session.place.admit(session);
    session.shared?.serve(session);
  }

  follow(session: Session): (() => void) | undefined {
    return this.factory.follower?.follow(session);
  }

  async ended(session: Session, isLocal: boolean): Promise<void> {
    session.place.release();
    if (!isLocal) await this.factory.endSession(session.id);
  }

  missed({ id, line }: Session): void {
    this.factory.tellMissed(id, line.subscriptions);
  }

  debug(error: Error): void {
    this.log.debug('session:', error.message);
  }

  private open(request: HttpRequest, response: HttpResponse, messages: readonly JSONRPCMessage[]): void {
    const principal = callerKeyOf(request);
    const place = this.registry.reserve(principal, request);
    if (isRefusal(place)) return refuse(response, place);
    const id = unguessableId();
    const shared = this.options.directory?.take(id);
    try {
      const session = new Session(id, principal, this.factory.offer, place, shared, this);
      const [opening] = messages as [JSONRPCRequest];
      const opened = 'id' in opening ? this.hotPath?.handshake.open(opening.params) : undefined;
      if (opened) session.open(opening, opened, request, response);
      else session.receive(request, response, messages, false);
    } catch (error) {
      shared?.leave();
      place.release();
      throw error;
    }
  }

  /** A request that needs no engine, if it is one. */
  private hot(session: Session, request: HttpRequest, message: JSONRPCMessage): HotRequest | undefined {
    if (!this.hotPath || !('method' in message && 'id' in message)) return undefined;
    return this.hotPath.session(message, session, { auth: request.auth, http: new RequestHead(request) });
  }

  /** The session of a request, where this process has it already. */
  private held(request: HttpRequest): Session | undefined {
    const id = headerOf(request, 'mcp-session-id');
    const session = id && this.registry.find(id, callerKeyOf(request));
    return session instanceof Session ? session : undefined;
  }

  /** The session of a request, here or in what all processes share; where there is none the response says so. */
  private async find(request: HttpRequest, response: HttpResponse): Promise<Session | undefined> {
    const id = headerOf(request, 'mcp-session-id');
    if (!id) {
      refuse(response, badRequest(-32_000, 'Bad Request: Mcp-Session-Id header is required'));
      return undefined;
    }
    const session = this.held(request) ?? (await this.findElsewhere(id, request));
    if (session instanceof Session) return session;
    refuse(response, session);
    return undefined;
  }

  private async findElsewhere(id: string, request: HttpRequest): Promise<Session | Refusal> {
    const { directory } = this.options;
    // A session that is held here, and not found, is somebody else's.
    if (!directory || this.registry.isClosed || this.registry.has(id)) return notFound;
    const principal = callerKeyOf(request);
    const caller = JSON.stringify([id, principal]);
    // Several requests of one client may come at once.
    let taking = this.takingUp.get(caller);
    if (!taking) {
      taking = this.takeUp(id, principal, request, directory).finally(() => this.takingUp.delete(caller));
      this.takingUp.set(caller, taking);
    }
    try {
      return await taking;
    } catch (error) {
      return this.unavailable(error);
    }
  }

  /**
   * Goes on with a session that another process opened, if it is the caller's.
   *
   * @throws PorticoError `PORTICO_STATE_UNAVAILABLE`
   */
  private async takeUp(
    id: string,
    principal: string | undefined,
    request: HttpRequest,
    directory: SessionDirectory,
  ): Promise<Session | Refusal> {
    // News are heard from here on, so that none is missed between the record and the session.
    const shared = directory.take(id);
    let place: SessionPlace | undefined;
    try {
      const record = await shared.load();
      if (record === undefined || record.principal !== ownerHash(principal)) {
        shared.leave();
        return notFound;
      }
      const reserved = this.registry.reserve(principal, request);
      if (isRefusal(reserved)) {
        shared.leave();
        return reserved;
      }
      place = reserved;
      const session = new Session(id, principal, this.factory.offer, place, shared, this);
      await session.restore(record, request);
      return session;
    } catch (error) {
      shared.leave();
      place?.release();
      throw error;
    }
  }

  /** @throws whatever is no failure of the store */
  private unavailable(error: unknown): Refusal {
    if (!isPorticoError(error, 'PORTICO_STATE_UNAVAILABLE')) throw error;
    return unavailable;
  }

  /** Whether sessions speak the revision a request names; where it does not the response says so. */
  private speaks(request: HttpRequest, response: HttpResponse): boolean {
    const version = headerOf(request, 'mcp-protocol-version');
    if (version === undefined || SESSION_REVISIONS.includes(version)) return true;
    const message = `Bad Request: Unsupported protocol version: ${version} (supported versions: ${SESSION_REVISIONS.join(', ')})`;
    refuse(response, badRequest(-32_000, message));
    return false;
  }

  private mayBatch(session: Session, request: HttpRequest, response: HttpResponse): boolean {
    const version = session.versionOf(request);
    if (version <= BATCHES_UNTIL) return true;
    const message = `Invalid Request: protocol revision ${version} has no batches; send one message at a time`;
    refuse(response, badRequest(-32_600, message));
    return false;
  }
}

const notFound: Refusal = { status: 404, code: -32_001, message: 'Session not found' };

/** Not 404: by that a client would give up a session that is still there. */
const unavailable: Refusal = {
  status: 503,
  code: -32_000,
  message: 'The store that all processes of the server share does not answer; try again later',
  headers: { 'retry-after': '1' },
};

const eventsUnavailable: Refusal = {
  status: 503,
  code: -32_000,
  message: 'The events of this stream cannot be looked up at the moment; try again later',
  headers: { 'retry-after': '1' },
};

function badRequest(code: number, message: string): Refusal {
  return { status: 400, code, message };
}

function notAcceptable(types: string): Refusal {
  return { status: 406, code: -32_000, message: `Not Acceptable: Client must accept ${types}` };
}
