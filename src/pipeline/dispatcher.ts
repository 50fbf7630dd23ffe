import type { PromptOutcome } from '../common/content/content.js';
import type { ResourceResult } from '../common/content/resource-result.js';
import type { ToolResult } from '../common/content/tool-result.js';
import { nearest } from '../common/nearest.js';
import { isPorticoError } from '../common/portico-error.js';
import type { ServerLog } from '../common/server-log.js';
import type { Disposal } from '../container/disposal.js';
import type { ContextServices } from '../context/context-services.js';
import type { Exchange } from '../context/exchange.js';
import type { ComponentGateway } from '../context/resources/component-gateway.js';
import { formatProblems, type CompiledSchema } from '../schema/index.js';
import { complete } from './completion/complete.js';
import { ComponentLists } from './component-lists.js';
import { ErrorsToClients } from './errors-to-clients.js';
import { HandlerRunner } from './handler-runner.js';
import { toPromptOutcome } from './output/prompt-output.js';
import { resourceNotFound, toResourceResult } from './output/read-output.js';
import { toToolResult } from './output/tool-output.js';
import type { Registry } from './registry.js';
import { RequestFault } from './request-fault.js';

export interface DispatcherParts {
  readonly registry: () => Registry;
  readonly services: () => ContextServices;
  readonly log: ServerLog;
  readonly disposal: Disposal;
  /** Tell clients the text of every error. */
  readonly development: boolean;
  /** How many entries a page of a list has; absent: all. */
  readonly pageSize: number | undefined;
}

/**
 * From an exchange to its outcome: finds the component, validates the input, runs the handler, and turns what it returns
 * or throws into an outcome. The same for every transport and revision.
 */
export class Dispatcher implements ComponentGateway {
  private readonly errors: ErrorsToClients;
  private readonly runner: HandlerRunner;
  private readonly lists: ComponentLists;
  private readonly methods: Readonly<Record<string, (exchange: Exchange) => unknown>> = {
    'tools/list': (exchange) => this.lists.tools(exchange),
    'tools/call': (exchange) => this.callTool(exchange),
    'resources/list': (exchange) => this.lists.resources(exchange),
    'resources/templates/list': (exchange) => this.lists.resourceTemplates(exchange),
    'resources/read': (exchange) => this.readResource(exchange),
    'prompts/list': (exchange) => this.lists.prompts(exchange),
    'prompts/get': (exchange) => this.getPrompt(exchange),
    'completion/complete': (exchange) => this.complete(exchange),
  };

  constructor(private readonly parts: DispatcherParts) {
    this.errors = new ErrorsToClients(parts.log, parts.development);
    this.runner = new HandlerRunner(parts.services, parts.disposal);
    this.lists = new ComponentLists(parts.registry, parts.pageSize);
  }

  /** @throws RequestFault for a request that is answered by a protocol error */
  async dispatch(exchange: Exchange): Promise<unknown> {
    const handle = this.methods[exchange.method];
    if (!handle) throw new RequestFault('unknown-method', `Method not found: ${exchange.method}`);
    return handle(exchange);
  }

  private async callTool(exchange: Exchange): Promise<ToolResult> {
    const { tools } = this.parts.registry();
    const name = textParam(exchange, 'name');
    const tool = tools.get(name);
    if (!tool) throw unknown('tool', name, tools.keys());
    try {
      const input = await parse(tool.input, exchange.params['arguments'] ?? {});
      return await toToolResult(tool, await this.runner.run(tool, exchange, input, {}));
    } catch (error) {
      return this.errors.asToolOutcome(tool.where, error);
    }
  }

  private async readResource(exchange: Exchange): Promise<ResourceResult> {
    const uri = textParam(exchange, 'uri');
    const found = this.parts.registry().findResource(uri);
    if (!found) throw resourceNotFound(uri);
    const { component, variables } = found;
    try {
      const input = component.input ? await parse(component.input, variables) : variables;
      return await toResourceResult(
        component,
        uri,
        await this.runner.run(component, exchange, input, variables),
      );
    } catch (error) {
      if (isPorticoError(error, 'PORTICO_NOT_FOUND')) throw resourceNotFound(uri, error.message);
      throw this.errors.asFault(component.where, error);
    }
  }

  private async getPrompt(exchange: Exchange): Promise<PromptOutcome> {
    const { prompts } = this.parts.registry();
    const name = textParam(exchange, 'name');
    const prompt = prompts.get(name);
    if (!prompt) throw unknown('prompt', name, prompts.keys());
    const args = (exchange.params['arguments'] ?? {}) as Readonly<Record<string, string>>;
    try {
      const missing = prompt.required.find((argument) => args[argument] === undefined);
      if (missing !== undefined) throw new RequestFault('invalid-params', `${missing}: is required`);
      const input = prompt.input ? await parse(prompt.input, args) : args;
      return toPromptOutcome(prompt, await this.runner.run(prompt, exchange, input, args));
    } catch (error) {
      throw this.errors.asFault(prompt.where, error);
    }
  }

  private async complete(exchange: Exchange): Promise<unknown> {
    try {
      return await complete(this.parts.registry(), this.runner, exchange);
    } catch (error) {
      throw this.errors.asFault(exchange.method, error);
    }
  }
}

async function parse(schema: CompiledSchema, value: unknown): Promise<unknown> {
  const parsed = await schema.parse(value);
  if (parsed.ok) return parsed.value;
  throw new RequestFault('invalid-params', formatProblems(parsed.problems));
}

function textParam({ method, params }: Exchange, name: string): string {
  const value = params[name];
  if (typeof value === 'string') return value;
  throw new RequestFault('invalid-params', `${method}: params.${name} must be a string`);
}

function unknown(kind: 'tool' | 'prompt', name: string, names: Iterable<string>): RequestFault {
  const near = nearest(name, names);
  const hint =
    near.length > 0 ? ` Did you mean ${near.map((candidate) => `'${candidate}'`).join(' or ')}?` : '';
  return new RequestFault('invalid-params', `Unknown ${kind}: ${name}.${hint}`);
}
