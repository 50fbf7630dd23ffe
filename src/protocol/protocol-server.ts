import {
  type AuthInfo,
  type CallToolResult,
  type JSONRPCRequest,
  type McpServer,
  type RequestMethod,
  type Server,
  type ServerCapabilities,
  type ServerContext,
  type ServerEventBus,
} from '@modelcontextprotocol/server';
import type { ServerLog } from '../common/server-log.js';
import type { Change } from '../context/changes/change.js';
import { deriveExchange } from '../context/derive-exchange.js';
import type { Exchange } from '../context/exchange.js';
import type { SessionEnd } from '../context/state/session-end.js';
import { sessionOwner, userSessionOwner } from '../context/state/state-owner.js';
import type { ChangeHub } from '../events/change-hub.js';
import type { Cluster } from '../events/cluster.js';
import type { FlowRunner } from '../interaction/flow-runner.js';
import type { Denial } from '../identity/challenge.js';
import type { Principal } from '../identity/principal.js';
import type { ResourceServer } from '../identity/resource-server.js';
import type { ProtocolExtension } from '../metadata/extension.js';
import type { CacheHint } from '../metadata/records.js';
import type { TaskRunner } from '../jobs/task-runner.js';
import type { Registry } from '../pipeline/registry.js';
import type { RequestGateway } from '../pipeline/request-gateway.js';
import { anyParams } from './any-params.js';
import { mayAsk } from './asking.js';
import { declareCapabilities } from './capabilities.js';
import { EngineServer } from './engine-server.js';
import { toProtocolError } from './errors.js';
import { createExchange, type FlowParts } from './exchange-factory.js';
import { followChanges } from './follow-changes.js';
import { callerOf } from './http-caller.js';
import { LazyHttpInfo } from './http-headers.js';
import type { Line } from './line.js';
import { toImplementation, type ServerIdentity } from './server-identity.js';
import { pingClient } from './session/ping-client.js';
import { acceptSubscriptions, type SubscriptionCheck } from './session/accept-subscriptions.js';
import { toolFault } from './session/tool-fault.js';
import { sessionClient } from './session/session-client.js';
import { listHints, wireHint } from './stateless/cache-hints.js';
import { ChangeBus } from './stateless/change-bus.js';
import { attemptOf, runFlow } from './stateless/run-flow.js';
import { HeaderCheckedServer } from './stateless/header-checked-server.js';
import { admitListener, listenAs, type ListenRequest } from './stateless/listener.js';
import { statelessClient } from './stateless/stateless-client.js';
import { ThroughModel } from './through-model/through-model.js';
import { createViewer } from './viewer.js';
import { CreatedTask } from './tasks/created-task.js';
import { LineTasks } from './tasks/line-tasks.js';
import { TaskNews } from './tasks/task-news.js';
import { statelessProjection } from './tasks/task-projection.js';

/** What a protocol server answers from. */
export interface ProtocolParts {
  readonly identity: ServerIdentity;
  readonly gateway: RequestGateway;
  readonly registry: () => Registry;
  readonly changes: ChangeHub;
  readonly listCache: CacheHint | undefined;
  /** How often clients of sessions are asked whether they are still there, in ms; absent: never. */
  readonly ping: number | undefined;
  readonly extensions: readonly ProtocolExtension[];
  /** Whether callers may see different components: what they are sent is then nobody else's. */
  readonly listsDiffer: () => boolean;
  readonly flows: FlowParts & { readonly runner: FlowRunner };
  /** Whether users of clients that cannot show forms are asked through the model. */
  readonly asksThroughModel: boolean;
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
  readonly log: ServerLog;
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

  /** Who used a line last, where that is known; what a session sees may depend on it. */
  private readonly callers = new WeakMap<Server, Principal>();

  private readonly throughModel: ThroughModel | undefined;

  constructor(private readonly parts: ProtocolParts) {
    this.bus = new ChangeBus(parts.changes);
    const { gateway, registry, flows } = parts;
    if (parts.asksThroughModel) this.throughModel = new ThroughModel({ ...flows, gateway, registry });
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
  build(line: Line): Server {
    const { identity, listCache, extensions, log } = this.parts;
    const registry = this.parts.registry();
    const capabilities = declareCapabilities(registry, extensions, line);
    const instructions = identity.instructions !== undefined && { instructions: identity.instructions };
    const options = { capabilities, ...instructions, ...listHints(listCache) };
    const server = new EngineServer(toImplementation(identity), options, log);
    const tasks = registry.hasTasks ? new LineTasks(server, line, this.parts) : undefined;
    for (const kind of ['tools', 'resources', 'prompts', 'completions'] as const)
      if (capabilities[kind]) for (const method of methods[kind]) this.register(server, line, method, tasks);
    for (const { methods: own } of extensions)
      for (const method of Object.keys(own)) this.registerOpen(server, line, method);
    for (const method of Object.keys(tasks?.methods ?? {})) this.registerOpen(server, line, method, tasks);
    this.follow(server, line, capabilities);
    return server;
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

  private register(server: Server, line: Line, method: RequestMethod, tasks?: LineTasks): void {
    const handler = (request: { params?: unknown }, context: ServerContext) =>
      this.handle(server, line, (request.params ?? {}) as Readonly<Record<string, unknown>>, context, tasks);
    // The engine types results by method; ours come from one gateway and are checked by the engine when they go out.
    server.setRequestHandler(method, handler as never);
  }

  /** The engine does not know what the parameters of these look like: who answers judges them. */
  private registerOpen(server: Server, line: Line, method: string, tasks?: LineTasks): void {
    const handler = (params: Readonly<Record<string, unknown>>, context: ServerContext) =>
      this.handle(server, line, params, context, tasks);
    server.setRequestHandler(method, { params: anyParams }, handler as never);
  }

  private async handle(
    server: Server,
    line: Line,
    params: Readonly<Record<string, unknown>>,
    context: ServerContext,
    tasks?: LineTasks,
  ): Promise<unknown> {
    const { gateway, flows, log } = this.parts;
    const { exchange, peer } = createExchange(line, server, params, context, flows, log);
    if (exchange.principal) this.callers.set(server, exchange.principal);
    const about = tasks?.methods[exchange.method];
    const answer = async (asked: Exchange) => {
      if (about) return gateway.surround(asked, () => about(asked, context.mcpReq));
      const begun = exchange.method === 'tools/call' && (await tasks?.intercept(asked));
      if (begun instanceof CreatedTask) return begun;
      return this.project(server, asked, begun || (await gateway.dispatch(asked)));
    };
    try {
      const answered = await this.respond(exchange, context, answer);
      if (answered instanceof CreatedTask) throw answered;
      return answered;
    } catch (error) {
      if (error instanceof CreatedTask) throw error;
      if (line.era === 'session' && exchange.method === 'tools/call') return toolFault(error, log);
      throw toProtocolError(line.era, error, log);
    } finally {
      await peer.flush();
    }
  }

  /** Lets a request be answered in the way its handler may ask meanwhile. */
  private respond(
    exchange: Exchange,
    { mcpReq }: ServerContext,
    answer: (exchange: Exchange) => Promise<unknown>,
  ): Promise<unknown> {
    const { gateway, flows } = this.parts;
    const suspends = exchange.era === 'stateless' && mayAsk(exchange.method);
    const attempt = suspends ? attemptOf(mcpReq) : { state: undefined, answers: undefined };
    if (this.throughModel?.concerns(exchange)) return this.throughModel.run(exchange, attempt, answer);
    return suspends ? runFlow(flows.runner, gateway, exchange, attempt, answer) : answer(exchange);
  }

  /** Brings an outcome into the form the revision has for it. */
  private project(server: Server, { method, params, era }: Exchange, outcome: unknown): unknown {
    const registry = this.parts.registry();
    if (method === 'tools/call') {
      const schema = registry.tools.get(String(params['name']))?.entry.outputSchema;
      return server.projectCallToolResult(outcome as CallToolResult, schema);
    }
    if (era === 'session') return outcome;
    const cache =
      method === 'resources/read'
        ? registry.findResource(String(params['uri']))?.component.cache
        : method.endsWith('/list') && this.parts.listsDiffer() && this.parts.listCache;
    if (!cache) return outcome;
    const hint = this.parts.listsDiffer() ? ({ ...cache, scope: 'private' } as const) : cache;
    return { ...(outcome as object), ...wireHint(hint) };
  }

  private follow(server: Server, line: Line, capabilities: ServerCapabilities): void {
    const { changes, gateway, log } = this.parts;
    if (line.era === 'session') {
      const check: SubscriptionCheck = (params, context) => this.handle(server, line, { ...params }, context);
      const subscribed = line.subscriptions ?? new Set<string>();
      if (capabilities.resources) acceptSubscriptions(server, check, subscribed);
      server.oninitialized = () => {
        const id = server.transport?.sessionId ?? line.connection?.id;
        const session = id === undefined ? undefined : { id };
        const owners = session ? [sessionOwner(session)] : [];
        const viewer = createViewer(line, { ...sessionClient(server), session });
        const concerns = (change: Change): boolean | Promise<boolean> =>
          gateway.concerns(
            deriveExchange(viewer, { principal: this.callers.get(server) ?? line.principal }),
            change,
          );
        const wants = (uri: string): boolean => subscribed.has(uri);
        followChanges(server, capabilities, changes, { owners, wants, concerns }, log);
        this.ping(server, line);
      };
    } else if (line.connection) {
      // The engine has one line for all streams of the client, so they tell what everyone sees.
      const viewer = createViewer(line, { ...statelessClient({}), principal: line.principal });
      const concerns = (change: Change): boolean | Promise<boolean> => gateway.concerns(viewer, change);
      const owners = line.principal ? [userSessionOwner(line.principal)] : [];
      followChanges(server, capabilities, changes, { owners, wants: () => true, concerns }, log);
    }
  }

  /** A client that nothing reaches later is not asked. */
  private ping(server: Server, { isIsolated = false }: Line): void {
    const { ping, log } = this.parts;
    if (ping === undefined || isIsolated) return;
    const stop = pingClient(server, ping, log);
    const { onclose } = server;
    server.onclose = () => {
      stop();
      onclose?.();
    };
  }
}
