import type { PromptOutcome, ReadOutcome } from '../common/content.js';
import { nearest } from '../common/nearest.js';
import type { ServerLog } from '../common/server-log.js';
import { isPorticoError } from '../common/portico-error.js';
import type { ToolResult } from '../common/tool-result.js';
import type { Disposal } from '../container/disposal.js';
import { Scope } from '../container/scope.js';
import { runInContext } from '../context/ambient.js';
import { Context } from '../context/context.js';
import type { ContextServices } from '../context/context-services.js';
import type { Exchange } from '../context/exchange.js';
import type { ComponentGateway } from '../context/resources/component-gateway.js';
import type {
  PromptEntry,
  ResourceEntry,
  ResourceTemplateEntry,
  ToolEntry,
} from '../context/resources/list-entries.js';
import { formatProblems, type CompiledSchema, type ParseResult } from '../schema/index.js';
import type { Component } from './component.js';
import { ErrorsToClients } from './errors-to-clients.js';
import { toPromptOutcome } from './output/prompt-output.js';
import { resourceNotFound, toReadOutcome } from './output/read-output.js';
import { toToolOutcome } from './output/tool-output.js';
import type { Registry } from './registry.js';
import { RequestFault } from './request-fault.js';

export interface DispatcherParts {
  readonly registry: () => Registry;
  readonly services: () => ContextServices;
  readonly log: ServerLog;
  readonly disposal: Disposal;
}

/**
 * From an exchange to its outcome: finds the component, validates the input, runs the handler in its own scope and
 * context, and turns what it returns or throws into an outcome. The same for every transport and revision.
 */
export class Dispatcher implements ComponentGateway {
  private readonly errors: ErrorsToClients;
  private readonly methods: Readonly<Record<string, (exchange: Exchange) => unknown>> = {
    'tools/list': () => this.listTools(),
    'tools/call': (exchange) => this.callTool(exchange),
    'resources/list': () => this.listResources(),
    'resources/templates/list': () => this.listResourceTemplates(),
    'resources/read': (exchange) => this.readResource(exchange),
    'prompts/list': () => this.listPrompts(),
    'prompts/get': (exchange) => this.getPrompt(exchange),
  };

  constructor(private readonly parts: DispatcherParts) {
    this.errors = new ErrorsToClients(parts.log);
  }

  /** @throws RequestFault for a request that is answered by a protocol error */
  async dispatch(exchange: Exchange): Promise<unknown> {
    const handle = this.methods[exchange.method];
    if (!handle) throw new RequestFault('unknown-method', `Method not found: ${exchange.method}`);
    return handle(exchange);
  }

  listTools(): { tools: readonly ToolEntry[] } {
    return { tools: Array.from(this.registry.tools.values(), (tool) => tool.entry) };
  }

  listResources(): { resources: readonly ResourceEntry[] } {
    return { resources: Array.from(this.registry.resources.values(), (resource) => resource.entry) };
  }

  listResourceTemplates(): { resourceTemplates: readonly ResourceTemplateEntry[] } {
    return { resourceTemplates: this.registry.templates.map((template) => template.entry) };
  }

  listPrompts(): { prompts: readonly PromptEntry[] } {
    return { prompts: Array.from(this.registry.prompts.values(), (prompt) => prompt.entry) };
  }

  private async callTool(exchange: Exchange): Promise<ToolResult> {
    const name = textParam(exchange, 'name');
    const tool = this.registry.tools.get(name);
    if (!tool) throw unknown('tool', name, this.registry.tools.keys());
    try {
      const parsed = await tool.input.parse(exchange.params['arguments'] ?? {});
      if (!parsed.ok) throw new RequestFault('invalid-params', formatProblems(parsed.problems));
      return await toToolOutcome(tool, await this.run(tool, exchange, parsed.value, {}));
    } catch (error) {
      return this.errors.asToolOutcome(tool.where, error);
    }
  }

  private async readResource(exchange: Exchange): Promise<ReadOutcome> {
    const uri = textParam(exchange, 'uri');
    const found = this.registry.findResource(uri);
    if (!found) throw resourceNotFound(uri);
    const { component, variables } = found;
    try {
      return toReadOutcome(component, uri, await this.run(component, exchange, variables, variables));
    } catch (error) {
      if (isPorticoError(error, 'PORTICO_NOT_FOUND')) throw resourceNotFound(uri, error.message);
      throw this.errors.asFault(component.where, error);
    }
  }

  private async getPrompt(exchange: Exchange): Promise<PromptOutcome> {
    const name = textParam(exchange, 'name');
    const prompt = this.registry.prompts.get(name);
    if (!prompt) throw unknown('prompt', name, this.registry.prompts.keys());
    const args = (exchange.params['arguments'] ?? {}) as Readonly<Record<string, string>>;
    try {
      const missing = prompt.required.find((argument) => args[argument] === undefined);
      if (missing !== undefined) throw new RequestFault('invalid-params', `${missing}: is required`);
      const input = prompt.input ? await parseOrFault(prompt.input, args) : args;
      return toPromptOutcome(prompt, await this.run(prompt, exchange, input, args));
    } catch (error) {
      throw this.errors.asFault(prompt.where, error);
    }
  }

  /** Runs a handler in a scope and context of its own, and ends the scope when it is done. */
  private async run(
    component: Component,
    exchange: Exchange,
    input: unknown,
    variables: Readonly<Record<string, string>>,
  ): Promise<unknown> {
    const context = new Context({ exchange, services: this.parts.services() });
    const scope = new Scope(context);
    try {
      return await runInContext(context, () =>
        component.handler.invoke({ exchange, context, scope, input, variables }),
      );
    } finally {
      await scope.end(this.parts.disposal);
    }
  }

  private get registry(): Registry {
    return this.parts.registry();
  }
}

async function parseOrFault(schema: CompiledSchema, value: unknown): Promise<unknown> {
  const parsed: ParseResult<unknown> = await schema.parse(value);
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
  const hint = near.length > 0 ? ` Did you mean ${near.map((candidate) => `'${candidate}'`).join(' or ')}?` : '';
  return new RequestFault('invalid-params', `Unknown ${kind}: ${name}.${hint}`);
}
