import {
  type AuthInfo,
  type JSONRPCRequest,
  type McpServer,
  type RequestMethod,
  type Server,
  type ServerContext,
  type ServerEventBus,
} from '@modelcontextprotocol/server';
import type { SessionEnd } from '../context/state/session-end.js';
import { sessionOwner } from '../context/state/state-owner.js';
import type { Cluster } from '../events/cluster.js';
import type { Denial } from '../identity/challenge.js';
import type { Principal } from '../identity/principal.js';
import type { ResourceServer } from '../identity/resource-server.js';
import type { ProtocolExtension } from '../metadata/extension.js';
import type { TaskRunner } from '../jobs/task-runner.js';
import { anyParams } from './any-params.js';
import { declareCapabilities } from './capabilities.js';
import { EngineServer } from './engine-server.js';
import { toProtocolError } from './errors.js';
import { EngineRequest } from './engine-request.js';
import { callerOf } from './http-caller.js';
import { LazyHttpInfo } from './http-headers.js';
import { HotPath } from './hot/hot-path.js';
import type { Line } from './line.js';
import { LineFollower, type FollowerParts } from './line-follower.js';
import { ALL_VERSIONS } from './loopback.js';
import { RequestHandler, type HandlerParts } from './request-handler.js';
import { toImplementation, type ServerIdentity } from './server-identity.js';
import { SharedEngines } from './shared/shared-engines.js';
import { SharedRequest } from './shared/shared-request.js';
import { listHints } from './stateless/cache-hints.js';
import { ChangeBus } from './stateless/change-bus.js';
import { HeaderCheckedServer } from './stateless/header-checked-server.js';
import { admitListener, listenAs, type ListenRequest } from './stateless/listener.js';
import { statelessClient } from './stateless/stateless-client.js';
import { createViewer } from './viewer.js';
import { LineTasks } from './tasks/line-tasks.js';
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

const methods: Readonly<Record<'tools' | 'resources' | 'prompts' | 'completions', readonly RequestMethod[]>> =
  {
    tools: ['tools/list', 'tools/call'],
    resources: ['resources/list', 'resources/templates/list', 'resources/read'],
    prompts: ['prompts/list', 'prompts/get'],
    completions: ['completion/complete'],
  };

/** Builds the engine's server for a line. Cheap: the handlers only lead to the gateway. */
export class ProtocolServerFactory {
  /** Changes for the listen streams of stateless clients over HTTP. */
  readonly bus: ServerEventBus;

  /** The way of the frequent requests; absent where all go through the engine. */
  readonly hotPath: HotPath | undefined;

  /** The way of the others, as far as they stand for themselves. */
  readonly engines: SharedEngines;

  private readonly handler: RequestHandler;
  private readonly follower: LineFollower;

  constructor(private readonly parts: ProtocolParts) {
    this.bus = new ChangeBus(parts.changes);
    this.handler = new RequestHandler(parts);
    this.follower = new LineFollower(parts, this.handler);
    this.hotPath = parts.hotPath ? new HotPath(parts, this.handler) : undefined;
    this.engines = new SharedEngines(parts, (line) => this.assemble(line, SharedRequest, [...ALL_VERSIONS]));
  }

  /** Of the application. */
  get name(): string {
    return this.parts.identity.name;
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
  build(line: Line): EngineServer {
    return this.assemble(line, EngineRequest);
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

  /** A server for one stateless HTTP request, with its headers checked where tools mirror arguments in them. */
  buildForRequest(line: Line): Server | McpServer {
    const server = this.build(line);
    const registry = this.parts.registry();
    return registry.mirrorsHeaders ? new HeaderCheckedServer(server, this.parts.identity, registry) : server;
  }

  /**
   * @param Accepted what a request is that the engine has accepted
   * @param supportedProtocolVersions default: those of sessions
   */
  private assemble(
    line: Line,
    Accepted: typeof EngineRequest,
    supportedProtocolVersions?: string[],
  ): EngineServer {
    const { identity, listCache, extensions, log } = this.parts;
    const registry = this.parts.registry();
    const capabilities = declareCapabilities(registry, extensions, line);
    const instructions = identity.instructions !== undefined && { instructions: identity.instructions };
    const versions = supportedProtocolVersions && { supportedProtocolVersions };
    const options = { capabilities, ...instructions, ...versions, ...listHints(listCache) };
    const server = new EngineServer(toImplementation(identity), options, log);
    const tasks = registry.hasTasks ? new LineTasks(server, line, this.parts) : undefined;
    const answer: Answer = async (params, context) =>
      this.handler.handle(line, new Accepted(line, server, params, context), tasks);
    for (const kind of ['tools', 'resources', 'prompts', 'completions'] as const)
      if (capabilities[kind]) for (const method of methods[kind]) register(server, method, answer);
    for (const { methods: own } of extensions)
      for (const method of Object.keys(own)) registerOpen(server, method, answer);
    for (const method of Object.keys(tasks?.methods ?? {})) registerOpen(server, method, answer);
    this.follower.follow(server, line, capabilities, (params, context) => answer({ ...params }, context));
    return server;
  }
}

type Answer = (params: Readonly<Record<string, unknown>>, context: ServerContext) => Promise<unknown>;

function register(server: Server, method: RequestMethod, answer: Answer): void {
  const handler = (request: { params?: unknown }, context: ServerContext) =>
    answer((request.params ?? {}) as Readonly<Record<string, unknown>>, context);
  // The engine types results by method; ours come from one gateway and are checked by the engine when they go out.
  server.setRequestHandler(method, handler as never);
}

/** The engine does not know what the parameters of these look like: who answers judges them. */
function registerOpen(server: Server, method: string, answer: Answer): void {
  server.setRequestHandler(method, { params: anyParams }, answer as never);
}
