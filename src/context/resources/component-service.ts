import type { PromptOutcome, ReadOutcome } from '../../common/content.js';
import type { ToolResult } from '../../common/tool-result.js';
import type { Exchange } from '../exchange.js';
import type { ComponentGateway } from './component-gateway.js';
import type { PromptEntry, ResourceEntry, ResourceTemplateEntry, ToolEntry } from './list-entries.js';

/** In-process use of the server's own tools, resources and prompts, through the whole pipeline. */
export class ComponentService {
  constructor(private readonly gateway: ComponentGateway) {}

  callTool(exchange: Exchange, name: string, args: Readonly<Record<string, unknown>> = {}): Promise<ToolResult> {
    return this.inner(exchange, 'tools/call', { name, arguments: args });
  }

  readResource(exchange: Exchange, uri: string): Promise<ReadOutcome> {
    return this.inner(exchange, 'resources/read', { uri });
  }

  getPrompt(exchange: Exchange, name: string, args: Readonly<Record<string, string>> = {}): Promise<PromptOutcome> {
    return this.inner(exchange, 'prompts/get', { name, arguments: args });
  }

  async listTools(exchange: Exchange): Promise<readonly ToolEntry[]> {
    return (await this.inner<{ tools: ToolEntry[] }>(exchange, 'tools/list', {})).tools;
  }

  async listResources(exchange: Exchange): Promise<readonly ResourceEntry[]> {
    return (await this.inner<{ resources: ResourceEntry[] }>(exchange, 'resources/list', {})).resources;
  }

  async listResourceTemplates(exchange: Exchange): Promise<readonly ResourceTemplateEntry[]> {
    const result = await this.inner<{ resourceTemplates: ResourceTemplateEntry[] }>(
      exchange,
      'resources/templates/list',
      {},
    );
    return result.resourceTemplates;
  }

  async listPrompts(exchange: Exchange): Promise<readonly PromptEntry[]> {
    return (await this.inner<{ prompts: PromptEntry[] }>(exchange, 'prompts/list', {})).prompts;
  }

  /** Same caller, client, signal and peer; another method. Progress of the inner call is not the outer one's. */
  private inner<T>(exchange: Exchange, method: string, params: Readonly<Record<string, unknown>>): Promise<T> {
    const { progressToken: _, ...meta } = exchange.meta;
    return this.gateway.dispatch({ ...exchange, method, params, meta }) as Promise<T>;
  }
}
