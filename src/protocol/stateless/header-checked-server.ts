import { McpServer, type Server } from '@modelcontextprotocol/server';
import type { Registry } from '../../pipeline/registry.js';

/**
 * A server whose `Mcp-Param-*` headers the engine checks against the arguments. The engine does so only for its
 * high-level class, so this shows it our server behind that face.
 */
export class HeaderCheckedServer extends McpServer {
  constructor(
    inner: Server,
    name: { readonly name: string; readonly version: string },
    private readonly registry: Registry,
  ) {
    super(name);
    (this as { server: Server }).server = inner;
  }

  /** Where the engine looks up which arguments are mirrored in headers. */
  override toolInputSchemaJson(tool: string): Record<string, unknown> | undefined {
    return this.registry.tools.get(tool)?.entry.inputSchema;
  }
}
