import type {
  JSONRPCMessage,
  JSONRPCNotification,
  JSONRPCRequest,
  RequestId,
  Server,
} from '@modelcontextprotocol/server';
import type { ServerLog } from '../../common/server-log.js';
import type { Era } from '../../context/exchange.js';
import type { LogLevel } from '../../context/peer.js';
import type { EngineServer } from '../engine-server.js';
import type { Party } from '../inbound.js';
import type { LastingClient, LineFollower } from '../line-follower.js';
import type { Line } from '../line.js';
import { CLIENT_CAPABILITIES_META_KEY, PROTOCOL_VERSION_META_KEY } from '../meta-keys.js';
import { isOrdinaryMessage, namesRevision } from '../ordinary-message.js';
import { STATELESS_REVISION } from '../revisions.js';
import { RunningRequests } from '../running-requests.js';
import { EngineLine } from '../session/engine-line.js';
import { sessionClient } from '../session/session-client.js';
import { SessionEngine, type KnownSession } from '../session/session-engine.js';
import { ordinaryEnvelope } from '../stateless/ordinary-envelope.js';
import type { HotPath } from './hot-path.js';
import type { HotRequest, Sender } from './hot-request.js';
import type { Offer } from '../../pipeline/offer.js';
import type { Outlet } from './outlet.js';
import type { HotSession } from './session-request.js';

/** The pipe, as its client is served on it. */
export interface Pipe {
  /** What is said of each of its lines. */
  readonly line: Pick<Line, 'transport' | 'principal'> & Required<Pick<Line, 'connection'>>;
  readonly outlet: Outlet;
  /** Sends what the engine says. */
  send(message: JSONRPCMessage): Promise<void>;
  /** Connects an engine, which has its servers built for the line that the pipe gives an era. */
  connect(engine: EngineLine): Promise<void>;
  close(): Promise<void>;
}

/** Nobody says on a pipe who sends a request: it is whoever is at the other end. */
const SENDER: Sender = { auth: undefined, http: undefined };

/** What changes how later requests are answered, or what the client hears. They wait behind it, and the engine keeps their order. */
const changing: ReadonlySet<string> = new Set([
  'initialize',
  'logging/setLevel',
  'resources/subscribe',
  'resources/unsubscribe',
]);

const INITIALIZED = 'notifications/initialized';
const CANCELLED = 'notifications/cancelled';

/** By this an engine that comes later learns that the stateless revision is spoken; it answers nothing. */
const STATELESS: JSONRPCMessage = {
  jsonrpc: '2.0',
  method: INITIALIZED,
  params: {
    _meta: { [PROTOCOL_VERSION_META_KEY]: STATELESS_REVISION, [CLIENT_CAPABILITIES_META_KEY]: {} },
  },
};

/**
 * The client at the other end of a pipe. Its first message decides which revisions are spoken: where that needs no engine,
 * there is none until the first one that does, which is told then what was said before. Else it is the engine that decides.
 * From then on it stays, and frequent requests go past it.
 */
export class HotPipe implements HotSession, KnownSession, LastingClient {
  readonly sessionId = undefined;
  readonly subscriptions = new Set<string>();
  opening: Readonly<Record<string, unknown>> | undefined;
  isInitialized = false;
  isClosed = false;
  /** What the application had to offer when it was decided what is spoken. */
  offer: Offer | undefined;

  private readonly engines: SessionEngine;
  private readonly running: RunningRequests<HotRequest>;
  /** By the messages so far; that of the {@link spoken} line is by what was made of them. */
  private era: Era | undefined;
  private spoken: Line | undefined;
  private hasBegun = false;
  /** The engine has heard all there was from the first message on. */
  private isServed = false;
  private server: EngineServer | undefined;
  /** What the engine has not answered of {@link changing}. */
  private readonly changes = new Set<RequestId>();
  private known: Party | undefined;
  private stopFollowing: (() => void) | undefined;

  constructor(
    private readonly pipe: Pipe,
    private readonly path: HotPath,
    private readonly follower: LineFollower,
    private readonly log: ServerLog,
  ) {
    this.running = new RunningRequests(log);
    this.engines = new SessionEngine(this, async (engine) => {
      await pipe.connect(engine);
      if (!this.isServed && this.era === 'stateless') engine.hear(STATELESS, {});
    });
  }

  /** Of the connection. */
  get id(): string {
    return this.pipe.line.connection.id;
  }

  get line(): Line {
    return this.spoken!;
  }

  get level(): LogLevel | undefined {
    return this.server?.level;
  }

  get party(): Party {
    return (this.known ??= sessionClient(this.server!));
  }

  set party(party: Party) {
    this.known = party;
  }

  engine(): Server | Promise<Server> {
    const awake = this.engines.awake({});
    return awake instanceof EngineLine ? awake.server : awake.then(({ server }) => server);
  }

  /** The line an engine is to be built for. */
  lineOf(era: Era): Line {
    return this.isServed || !this.spoken ? { ...this.pipe.line, era } : this.spoken;
  }

  /** A server has been built for a line. The last one is that which serves it. */
  serves(server: EngineServer, line: Line): void {
    this.server = server;
    if (!this.isServed) return;
    this.spoken = line;
    this.offer = this.path.offer;
    this.known = undefined;
  }

  /** Takes what the client says. */
  hear(message: JSONRPCMessage): void {
    const isFirst = !this.hasBegun;
    this.hasBegun = true;
    if ('method' in message) this.era ??= eraBy(message);
    if (this.takes(message, isFirst)) return;
    if (isFirst) this.isServed = true;
    if (this.isServed || isRequest(message)) this.pass(message);
    else this.engines.tell((engine) => this.letHear(engine, message));
  }

  answer(message: JSONRPCMessage & { readonly id?: RequestId | undefined }): Promise<void> {
    if (this.changes.delete(message.id!)) this.known = undefined;
    return this.pipe.send(message);
  }

  tell(message: JSONRPCMessage): Promise<void> {
    return this.pipe.send(message);
  }

  close(): Promise<void> {
    return this.pipe.close();
  }

  /** The line is closed. */
  end(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.stopFollowing?.();
    this.running.hangUp();
    this.engines.end();
  }

  /** @returns whether the engine need not hear of it now */
  private takes(message: JSONRPCMessage, isFirst: boolean): boolean {
    if (!('method' in message)) return false;
    if (!isRequest(message)) return this.notices(message);
    if (isFirst) this.offer = this.path.offer;
    if (isFirst && message.method === 'initialize') return this.opens(message);
    const hot = this.hot(message, isFirst);
    if (hot) this.running.run(hot, this.pipe.outlet, this.path, this.line);
    else if (changing.has(message.method)) this.changes.add(message.id);
    return hot !== undefined;
  }

  private notices({ method, params = {} }: JSONRPCNotification): boolean {
    if (method === INITIALIZED) return this.opening !== undefined && this.initialize();
    if (method !== CANCELLED) return false;
    const hot = this.running.find(params['requestId'] as RequestId);
    hot?.cancel(params['reason']);
    return hot !== undefined;
  }

  private opens({ id, params }: JSONRPCRequest): boolean {
    const opened = this.path.handshake.open(params);
    if (!opened) {
      this.changes.add(id);
      return false;
    }
    const { opening, party, result } = opened;
    this.opening = opening;
    this.known = party;
    const { subscriptions } = this;
    this.spoken = { ...this.pipe.line, era: 'session', subscriptions, isFollowed: true };
    this.pipe.outlet.end({ text: JSON.stringify({ result, jsonrpc: '2.0', id }) });
    return true;
  }

  /** The handshake is over; the client has to be told about changes from now on. */
  private initialize(): true {
    if (this.isInitialized) return true;
    this.isInitialized = true;
    this.stopFollowing = this.follower.follow(this);
    this.engines.conclude();
    return true;
  }

  private hot(message: JSONRPCRequest, isFirst: boolean): HotRequest | undefined {
    const { era, offer, changes } = this;
    if (!offer || changes.size > 0) return undefined;
    if (!isFirst && this.spoken?.era !== era) return undefined;
    if (era === 'stateless') {
      if (!offer.has(message.method) || !isOrdinaryMessage(message)) return undefined;
      const hot = this.path.stateless(message, undefined, SENDER);
      if (hot) this.spoken ??= { ...this.pipe.line, era };
      return hot;
    }
    return era === 'session' && this.isOpen ? this.path.session(message, this, SENDER) : undefined;
  }

  private get isOpen(): boolean {
    return this.opening !== undefined || this.server?.getNegotiatedProtocolVersion() !== undefined;
  }

  private pass(message: JSONRPCMessage): void {
    const awake = this.engines.awake({});
    if (awake instanceof EngineLine) this.letHear(awake, message);
    else
      awake.then(
        (engine) => this.letHear(engine, message),
        (error: unknown) => this.fail(message, error),
      );
  }

  private letHear(engine: EngineLine, message: JSONRPCMessage): void {
    // It will never be answered, and the engine has begun with it.
    if ('method' in message && message.method === CANCELLED)
      this.changes.delete(message.params?.['requestId'] as RequestId);
    engine.hear(message, {});
  }

  private fail(message: JSONRPCMessage, cause: unknown): void {
    if (this.isClosed) return;
    this.log.error('A message could not be heard by the engine:', cause);
    if (!isRequest(message)) return;
    this.changes.delete(message.id);
    const error = { code: -32_603, message: 'Internal error' };
    this.pipe.outlet.end({ text: JSON.stringify({ jsonrpc: '2.0', id: message.id, error }) });
  }
}

function isRequest(message: JSONRPCMessage): message is JSONRPCRequest {
  return 'method' in message && 'id' in message;
}

/** Which family of revisions a message makes the engine serve, as far as one can be sure of it. */
function eraBy(message: JSONRPCRequest | JSONRPCNotification): Era | undefined {
  if (!namesRevision(message)) return 'session';
  const { method, params } = message;
  // A client that only looks around may still open a session.
  if (!('id' in message) || method === 'server/discover' || method === 'initialize') return undefined;
  return isOrdinaryMessage(message) && ordinaryEnvelope(params?._meta) ? 'stateless' : undefined;
}
