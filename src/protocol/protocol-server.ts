import { Server, type CallToolResult, type RequestMethod, type ServerCapabilities, type ServerContext } from '@modelcontextprotocol/server';
import type { ToolOutcome } from '../common/content.js';
import type { ComponentGateway } from '../context/resources/component-gateway.js';
import type { Registry } from '../pipeline/registry.js';
import { toProtocolError } from './errors.js';
import { createExchange } from './exchange-factory.js';
import type { Line } from './line.js';
import type { ServerIdentity } from './server-identity.js';

/** What a protocol server answers from. */
export interface ProtocolParts {
  readonly identity: ServerIdentity;
  readonly gateway: ComponentGateway;
  readonly registry: () => Registry;
}

const methods = {
  tools: ['tools/list', 'tools/call'],
  resources: ['resources/list', 'resources/templates/list', 'resources/read'],
  prompts: ['prompts/list', 'prompts/get'],
} as const satisfies Record<string, readonly RequestMethod[]>;

/** Builds the engine's server for a line. Cheap: the handlers only lead to the gateway. */
export class ProtocolServerFactory {
  constructor(private readonly parts: ProtocolParts) {}

  build(line: Line): Server {
    const { instructions, icons, ...info } = this.parts.identity;
    const capabilities = this.capabilities();
    const server = new Server(
      { ...info, ...(icons && { icons: icons.map(({ sizes, ...icon }) => ({ ...icon, ...(sizes && { sizes: [...sizes] }) })) }) },
      { capabilities, ...(instructions !== undefined && { instructions }) },
    );
    for (const kind of ['tools', 'resources', 'prompts'] as const)
      if (capabilities[kind]) for (const method of methods[kind]) this.register(server, line, method);
    return server;
  }

  private register(server: Server, line: Line, method: RequestMethod): void {
    const handler = (request: { params?: unknown }, context: ServerContext) =>
      this.handle(server, line, (request.params ?? {}) as Readonly<Record<string, unknown>>, context);
    // The engine types results by method; ours come from one gateway and are checked by the engine when they go out.
    server.setRequestHandler(method, handler as never);
  }

  private async handle(
    server: Server,
    line: Line,
    params: Readonly<Record<string, unknown>>,
    context: ServerContext,
  ): Promise<unknown> {
    const { exchange, peer } = createExchange(line, server, params, context);
    try {
      const outcome = await this.parts.gateway.dispatch(exchange);
      return exchange.method === 'tools/call' ? this.projectTool(server, params, outcome as ToolOutcome) : outcome;
    } catch (error) {
      throw toProtocolError(line.era, error);
    } finally {
      await peer.flush();
    }
  }

  /** Brings structured content into the form the revision allows. */
  private projectTool(server: Server, { name }: Readonly<Record<string, unknown>>, outcome: ToolOutcome): CallToolResult {
    const schema = this.parts.registry().tools.get(String(name))?.entry.outputSchema;
    return server.projectCallToolResult(outcome as unknown as CallToolResult, schema);
  }

  /** A capability is declared where there is something behind it. */
  private capabilities(): ServerCapabilities {
    const { tools, resources, templates, prompts } = this.parts.registry();
    return {
      logging: {},
      ...(tools.size > 0 && { tools: {} }),
      ...(resources.size + templates.length > 0 && { resources: {} }),
      ...(prompts.size > 0 && { prompts: {} }),
    };
  }
}
