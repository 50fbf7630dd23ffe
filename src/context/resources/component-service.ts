import type { PromptOutcome } from '../../common/content/content.js';
import type { ResourceResult } from '../../common/content/resource-result.js';
import type { ToolResult } from '../../common/content/tool-result.js';
import { DerivedExchange } from '../derived-exchange.js';
import type { Exchange } from '../exchange.js';
import type { Flow } from '../flow.js';
import { InnerFlow, InnerPeer } from '../inner-flow.js';
import type { ComponentGateway } from './component-gateway.js';
import { innerCallError } from './inner-call-error.js';
import type { PromptEntry, ResourceEntry, ResourceTemplateEntry, ToolEntry } from './list-entries.js';

/** In-process use of the server's own tools, resources and prompts, through the whole pipeline. */
export class ComponentService {
  /** How many calls each flow has made. A flow that is run again counts anew, and so gives the same names. */
  private readonly calls = new WeakMap<Flow, number>();

  constructor(private readonly gateway: ComponentGateway) {}

  callTool(
    exchange: Exchange,
    name: string,
    args: Readonly<Record<string, unknown>> = {},
  ): Promise<ToolResult> {
    return this.call(exchange, 'tools/call', { name, arguments: args });
  }

  readResource(exchange: Exchange, uri: string): Promise<ResourceResult> {
    return this.call(exchange, 'resources/read', { uri });
  }

  getPrompt(
    exchange: Exchange,
    name: string,
    args: Readonly<Record<string, string>> = {},
  ): Promise<PromptOutcome> {
    return this.call(exchange, 'prompts/get', { name, arguments: args });
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

  /** A call with questions and effects of its own, named by its number within the outer one. */
  private call<T>(exchange: Exchange, method: string, params: Readonly<Record<string, unknown>>): Promise<T> {
    const number = (this.calls.get(exchange.flow) ?? 0) + 1;
    this.calls.set(exchange.flow, number);
    const name = `call-${number}`;
    const own = { flow: new InnerFlow(exchange.flow, name), peer: new InnerPeer(exchange.peer, name) };
    return this.inner(exchange, method, params, own);
  }

  /** Same caller, client and signal; another method. Progress of the inner call is not the outer one's. */
  private async inner<T>(
    exchange: Exchange,
    method: string,
    params: Readonly<Record<string, unknown>>,
    own: Partial<Exchange> = {},
  ): Promise<T> {
    const { progressToken: _, ...meta } = exchange.meta;
    const asked = new DerivedExchange(exchange, { method, params, meta, ...own });
    try {
      return (await this.gateway.dispatch(asked)) as T;
    } catch (error) {
      throw innerCallError(asked, error);
    }
  }
}
