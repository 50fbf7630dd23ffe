import type { PromptOutcome } from '../../common/content/content.js';
import type { ResourceResult } from '../../common/content/resource-result.js';
import type { ToolResult } from '../../common/content/tool-result.js';
import { deriveExchange } from '../derive-exchange.js';
import type { Exchange } from '../exchange.js';
import type { ComponentGateway } from './component-gateway.js';
import type { PromptEntry, ResourceEntry, ResourceTemplateEntry, ToolEntry } from './list-entries.js';

/** In-process use of the server's own tools, resources and prompts, through the whole pipeline. */
export class ComponentService {
  constructor(private readonly gateway: ComponentGateway) {}

  callTool(
    exchange: Exchange,
    name: string,
    args: Readonly<Record<string, unknown>> = {},
  ): Promise<ToolResult> {
    return this.inner(exchange, 'tools/call', { name, arguments: args });
  }

  readResource(exchange: Exchange, uri: string): Promise<ResourceResult> {
    return this.inner(exchange, 'resources/read', { uri });
  }

  getPrompt(
    exchange: Exchange,
    name: string,
    args: Readonly<Record<string, string>> = {},
  ): Promise<PromptOutcome> {
    return this.inner(exchange, 'prompts/get', { name, arguments: args });
  }

  listTools(exchange: Exchange): Promise<readonly ToolEntry[]> {
    return this.wholeList(exchange, 'tools/list', 'tools');
  }

  listResources(exchange: Exchange): Promise<readonly ResourceEntry[]> {
    return this.wholeList(exchange, 'resources/list', 'resources');
  }

  listResourceTemplates(exchange: Exchange): Promise<readonly ResourceTemplateEntry[]> {
    return this.wholeList(exchange, 'resources/templates/list', 'resourceTemplates');
  }

  listPrompts(exchange: Exchange): Promise<readonly PromptEntry[]> {
    return this.wholeList(exchange, 'prompts/list', 'prompts');
  }

  private async wholeList<K extends string, T>(
    exchange: Exchange,
    method: string,
    key: K,
  ): Promise<readonly T[]> {
    type ListPage = Readonly<Record<K, readonly T[]>> & { readonly nextCursor?: string };
    const all: T[] = [];
    let cursor: string | undefined;
    do {
      const page: ListPage = await this.inner(exchange, method, cursor === undefined ? {} : { cursor });
      all.push(...page[key]);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return all;
  }

  /** Same caller, client, signal and peer; another method. Progress of the inner call is not the outer one's. */
  private inner<T>(
    exchange: Exchange,
    method: string,
    params: Readonly<Record<string, unknown>>,
  ): Promise<T> {
    const { progressToken: _, ...meta } = exchange.meta;
    return this.gateway.dispatch(deriveExchange(exchange, { method, params, meta })) as Promise<T>;
  }
}
