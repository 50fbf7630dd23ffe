import type {
  AuthInfo,
  JSONRPCRequest,
  McpServer,
  Server,
  ServerEventBus,
} from '@modelcontextprotocol/server';
import type { SessionEnd } from '../context/state/session-end.js';
import { sessionOwner } from '../context/state/state-owner.js';
import type { Cluster } from '../events/cluster.js';
import type { Denial } from '../identity/challenge.js';
import type { Principal } from '../identity/principal.js';
import type { ResourceServer } from '../identity/resource-server.js';
import type { ProtocolExtension } from '../metadata/extension.js';
import type { TaskRunner } from '../jobs/task-runner.js';
import type { EngineAssembly } from './engine-assembly.js';
import type { EngineServer } from './engine-server.js';
import { toProtocolError } from './errors.js';
import { callerOf } from './http-caller.js';
import { LazyHttpInfo } from './http-headers.js';
import { HotPath } from './hot/hot-path.js';
import type { Offer } from '../pipeline/offer.js';
import type { Line } from './line.js';
import { LineFollower, type FollowerParts } from './line-follower.js';
import { RequestHandler, type HandlerParts } from './request-handler.js';
import type { ServerIdentity } from './server-identity.js';
import { SharedEngines } from './shared/shared-engines.js';
import { ChangeBus } from './stateless/change-bus.js';
import { admitListener, listenAs, type ListenRequest } from './stateless/listener.js';
import { statelessClient } from './stateless/stateless-client.js';
import { createViewer } from './viewer.js';
import { TaskNews } from './tasks/task-news.js';
import { statelessProjection } from './tasks/task-projection.js';

/** What a protocol server answers from. */
export interface ProtocolParts extends HandlerParts, FollowerParts {
  readonly identity: ServerIdentity;
  readonly extensions: readonly ProtocolExtension[];
  /** Whether frequent requests go past the engine. */
  readonly hotPath: boolean;
  readonly sessions: SessionEnd;
  /** Who may come in; absent: everyone. */
  readonly auth: ResourceServer | undefined;
  readonly tasks: TaskRunner;
  /** What this process has in common with others; absent where it is alone. */
  readonly cluster: Cluster | undefined;
  /** The scopes a caller needs for a request, where it lacks one and may hear of it. */
  readonly missingScopes: (
    principal: Principal | undefined,
    method: string,
    params: Readonly<Record<string, unknown>>,
  ) => readonly string[] | undefined;
}

/** The HTTP request that opens a stream of changes, and who sends it. */
export interface ListeningCaller {
  readonly auth: AuthInfo | undefined;
  readonly request: Request;
}

/**
 * What the transports ask of the protocol. The engine is loaded when the first server of it is built: what needs none starts,
 * and runs, without the SDK.
 */
export class ProtocolServerFactory {
  /** Changes for the listen streams of stateless clients over HTTP. */
  readonly bus: ServerEventBus;

  /** The way of the frequent requests; absent where all go through the engine. */
  readonly hotPath: HotPath | undefined;

  /** The way of the others, as far as they stand for themselves. */
  readonly engines: SharedEngines;

  /** Tells the clients of lines that last about changes. */
  readonly follower: LineFollower;

  private readonly handler: RequestHandler;
  private assembly: Promise<EngineAssembly> | undefined;

  constructor(private readonly parts: ProtocolParts) {
    this.bus = new ChangeBus(parts.changes);
    this.handler = new RequestHandler(parts);
    this.follower = new LineFollower(parts, this.handler);
    this.hotPath = parts.hotPath ? new HotPath(parts, this.handler) : undefined;
    this.engines = new SharedEngines(parts, async (line) => (await this.engine()).buildShared(line));
  }

  /** Of the application. */
  get name(): string {
    return this.parts.identity.name;
  }

  /** What the application has to offer now. */
  get offer(): Offer {
    return this.parts.registry().offer;
  }

  /** Who may come in; absent: everyone. */
  get auth(): ResourceServer | undefined {
    return this.parts.auth;
  }

  get cluster(): Cluster | undefined {
    return this.parts.cluster;
  }

  /**
   * Why the messages of an HTTP request are turned away before they are looked at, if they are: their caller lacks a scope.
   *
   * @param body one message, or an array of them
   */
  denialOf(info: AuthInfo | undefined, body: unknown): Denial | undefined {
    const { auth, missingScopes } = this.parts;
    if (!auth) return undefined;
    const principal = callerOf(info)?.principal;
    const messages = (Array.isArray(body) ? body : [body]) as readonly (Partial<JSONRPCRequest> | null)[];
    const missing = messages.flatMap((message) => {
      const { method, params } = message ?? {};
      const scopes = typeof method === 'string' && missingScopes(principal, method, { ...params });
      return scopes ? [scopes] : [];
    });
    return missing.length > 0 ? auth.lacking(principal, missing.flat()) : undefined;
  }

  /** To be called when a session of a line, or its connection, is over: what was kept for it is forgotten. */
  endSession(id: string): Promise<void> {
    return this.parts.sessions.endSession(id);
  }

  /**
   * To be called when the client of a session may have missed something: it is told to look for itself.
   *
   * @param uris of resources the client has subscribed to
   */
  tellMissed(id: string, uris: Iterable<string>): void {
    const { changes } = this.parts;
    const to = sessionOwner({ id });
    for (const kind of ['tools', 'resources', 'prompts'] as const) changes.publish({ kind, to });
    for (const uri of uris) changes.publish({ kind: 'resource', uri, to });
  }

  /** A server for a line. One that lasts (a session, a pipe) also tells its client about changes. */
  async build(line: Line): Promise<EngineServer> {
    return (await this.engine()).build(line);
  }

  /** A server for one stateless HTTP request, with its headers checked where tools mirror arguments in them. */
  async buildForRequest(line: Line): Promise<Server | McpServer> {
    return (await this.engine()).buildForRequest(line);
  }

  /** Loads the engine. Where everything goes through it, it is waited for at the start. */
  async load(): Promise<void> {
    await this.engine();
  }

  /**
   * Answers a request of the stateless revision that opens a stream of changes. What the caller may not hear of is taken
   * out of it first, and the stream tells only what the caller may see at that time.
   *
   * @param answer lets the engine answer, with news of tasks beside where the client asks for some
   * @throws ProtocolError
   */
  async listen<T>(
    request: ListenRequest,
    line: Pick<Line, 'transport' | 'principal'>,
    sender: ListeningCaller | undefined,
    answer: (request: ListenRequest, news: TaskNews | undefined) => T | Promise<T>,
  ): Promise<T> {
    const { gateway, tasks, log } = this.parts;
    const meta = request.params?._meta ?? {};
    const caller = callerOf(sender?.auth);
    const viewer = createViewer(
      { ...line, era: 'stateless' },
      {
        ...statelessClient({ envelope: meta }),
        id: String(request.id),
        meta,
        principal: caller ? caller.principal : line.principal,
        http: sender && new LazyHttpInfo(sender.request, caller?.secretHeaders),
      },
    );
    const admitted = await admitListener(request, viewer, gateway);
    if (!this.parts.registry().hasTasks) return listenAs(viewer, gateway, () => answer(admitted, undefined));
    const parts = { tasks, projection: statelessProjection, log };
    const news = await TaskNews.of(admitted, viewer, parts).catch((error: unknown) => {
      throw toProtocolError('stateless', error, log);
    });
    return listenAs(viewer, gateway, () => answer(news?.request ?? admitted, news));
  }

  private engine(): Promise<EngineAssembly> {
    return (this.assembly ??= this.loadEngine());
  }

  private async loadEngine(): Promise<EngineAssembly> {
    const { EngineAssembly } = await import('./engine-assembly.js');
    return new EngineAssembly(this.parts, this.handler, this.follower);
  }
}
