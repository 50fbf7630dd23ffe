import type { McpServer, RequestMethod, Server, ServerContext } from '@modelcontextprotocol/server';
import { anyParams } from './any-params.js';
import { declareCapabilities } from './capabilities.js';
import { EngineClient } from './engine-client.js';
import { EngineRequest } from './engine-request.js';
import { EngineServer } from './engine-server.js';
import type { Line } from './line.js';
import type { LineFollower } from './line-follower.js';
import { ALL_VERSIONS } from './loopback.js';
import type { ProtocolParts } from './protocol-server.js';
import type { RequestHandler } from './request-handler.js';
import { toImplementation } from './server-identity.js';
import { acceptSubscriptions } from './session/accept-subscriptions.js';
import { SharedRequest } from './shared/shared-request.js';
import { listHints } from './stateless/cache-hints.js';
import { HeaderCheckedServer } from './stateless/header-checked-server.js';
import { LineTasks } from './tasks/line-tasks.js';

const methods: Readonly<Record<'tools' | 'resources' | 'prompts' | 'completions', readonly RequestMethod[]>> =
  {
    tools: ['tools/list', 'tools/call'],
    resources: ['resources/list', 'resources/templates/list', 'resources/read'],
    prompts: ['prompts/list', 'prompts/get'],
    completions: ['completion/complete'],
  };

/** Builds the engine's servers. Cheap: the handlers only lead to the gateway. The SDK comes with this module. */
export class EngineAssembly {
  constructor(
    private readonly parts: ProtocolParts,
    private readonly handler: RequestHandler,
    private readonly follower: LineFollower,
  ) {}

  /** A server for a line. One that lasts (a session, a pipe) also tells its client about changes. */
  build(line: Line): EngineServer {
    return this.assemble(line, EngineRequest);
  }

  /** A server for a line that many requests share. */
  buildShared(line: Line): Server {
    return this.assemble(line, SharedRequest, [...ALL_VERSIONS]);
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
    const subscriptions = line.subscriptions ?? new Set<string>();
    if (line.era === 'session' && capabilities.resources)
      acceptSubscriptions(server, (params, context) => answer({ ...params }, context), subscriptions);
    if (isForUs(line))
      new EngineClient(server, line, registry.offer, subscriptions).followedBy(this.follower);
    return server;
  }
}

/** Whether the engine lasts as long as its line, and nobody else tells the client about changes. */
function isForUs({ era, connection, isIsolated, isFollowed }: Line): boolean {
  if (isIsolated || isFollowed) return false;
  return era === 'session' || connection !== undefined;
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
