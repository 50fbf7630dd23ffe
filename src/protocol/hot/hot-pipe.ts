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
import type { Line } from '../line.js';
import { isOrdinaryMessage, namesRevision } from '../ordinary-message.js';
import { RunningRequests } from '../running-requests.js';
import { sessionClient } from '../session/session-client.js';
import { ordinaryEnvelope } from '../stateless/ordinary-envelope.js';
import type { HotPath } from './hot-path.js';
import type { HotRequest, Sender } from './hot-request.js';
import type { Offer } from './offer.js';
import type { Outlet } from './outlet.js';
import type { HotSession } from './session-request.js';

/** The engine that serves a pipe. */
interface Served {
  readonly server: EngineServer;
  readonly line: Line;
  /** What the application had to offer then. */
  readonly offer: Offer;
}

/** Nobody says on a pipe who sends a request: it is whoever is at the other end. */
const SENDER: Sender = { auth: undefined, http: undefined };

/** What changes how later requests are answered. They wait behind it, and the engine keeps their order. */
const changing: ReadonlySet<string> = new Set(['initialize', 'logging/setLevel']);

/**
 * One client at the other end of a pipe, where one engine serves it from the first message to the last: takes the requests
 * that may go past it.
 */
export class HotPipe implements HotSession {
  private readonly running: RunningRequests<HotRequest>;
  /** By the messages so far; what the engine has made of them is told by {@link serves}. */
  private era: Era | undefined;
  private served: Served | undefined;
  /** What the engine has not answered of {@link changing}. */
  private readonly changes = new Set<RequestId>();
  private known: Party | undefined;

  /** @param id of the connection */
  constructor(
    readonly id: string,
    private readonly path: HotPath,
    private readonly outlet: Outlet,
    log: ServerLog,
  ) {
    this.running = new RunningRequests(log);
  }

  get offer(): Offer | undefined {
    return this.served?.offer;
  }

  get level(): LogLevel | undefined {
    return this.served?.server.level;
  }

  get party(): Party {
    return (this.known ??= sessionClient(this.served!.server));
  }

  engine(): Server {
    return this.served!.server;
  }

  /** An engine has been made for the line. The last one is that which serves it. */
  serves(server: EngineServer, line: Line): void {
    this.served = { server, line, offer: this.path.offer };
  }

  /** Takes what the client says, if the engine need not hear of it. @returns whether it is taken */
  takes(message: JSONRPCMessage): boolean {
    if (!('method' in message)) return false;
    const isFirst = this.era === undefined;
    this.era ??= eraBy(message);
    if (!('id' in message))
      return message.method === 'notifications/cancelled' && this.cancels(message.params);
    // The engine decides by the first message, too.
    const hot = isFirst ? undefined : this.hot(message);
    if (hot) this.running.run(hot, this.outlet, this.path, this.served!.line);
    else if (changing.has(message.method)) this.changes.add(message.id);
    return hot !== undefined;
  }

  /** Hears what the engine says. */
  hears(message: JSONRPCMessage): void {
    if (this.changes.size === 0 || 'method' in message) return;
    this.changes.delete(message.id!);
    this.known = undefined;
  }

  /** The line is closed. */
  close(): void {
    this.running.hangUp();
  }

  private hot(message: JSONRPCRequest): HotRequest | undefined {
    const { served, era } = this;
    if (!served || served.line.era !== era || this.changes.size > 0) return undefined;
    if (era === 'stateless') {
      if (!served.offer.has(message.method) || !isOrdinaryMessage(message)) return undefined;
      return this.path.stateless(message, undefined, SENDER);
    }
    const isOpen = served.server.getNegotiatedProtocolVersion() !== undefined;
    return isOpen ? this.path.session(message, this, SENDER) : undefined;
  }

  private cancels(params: Readonly<Record<string, unknown>> = {}): boolean {
    const id = params['requestId'] as RequestId;
    // It will never be answered, and the engine has begun with it.
    this.changes.delete(id);
    const hot = this.running.find(id);
    hot?.cancel(params['reason']);
    return hot !== undefined;
  }
}

/** Which family of revisions a message makes the engine serve, as far as one can be sure of it. */
function eraBy(message: JSONRPCRequest | JSONRPCNotification): Era | undefined {
  if (!namesRevision(message)) return 'session';
  const { method, params } = message;
  // A client that only looks around may still open a session.
  if (!('id' in message) || method === 'server/discover' || method === 'initialize') return undefined;
  return isOrdinaryMessage(message) && ordinaryEnvelope(params?._meta) ? 'stateless' : undefined;
}
