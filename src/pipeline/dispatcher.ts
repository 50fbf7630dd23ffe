import type { ToolResult } from '../common/content/tool-result.js';
import { after, caught, type Eventually } from '../common/eventually.js';
import { nearest } from '../common/nearest.js';
import { isPorticoError, PorticoError } from '../common/portico-error.js';
import type { ServerLog } from '../common/server-log.js';
import type { Disposal } from '../container/disposal.js';
import type { ContextServices } from '../context/context-services.js';
import type { Change } from '../context/changes/change.js';
import type { Exchange } from '../context/exchange.js';
import { asRequest } from '../context/request-mark.js';
import type { ExtensionMethod } from '../metadata/extension.js';
import { complete } from './completion/complete.js';
import type { ToolComponent } from './component.js';
import { ComponentLists, type ListName } from './component-lists.js';
import { compose, type Step } from './compose.js';
import { ErrorsToClients } from './errors-to-clients.js';
import { findComponent } from './find-component.js';
import { HandlerRunner } from './handler-runner.js';
import { observe, type Observer } from './observing/observer.js';
import { resourceNotFound } from './output/read-output.js';
import { ResourceHint } from './output/resource-hint.js';
import type { Registry } from './registry.js';
import { RequestFault } from './request-fault.js';
import type { RequestGateway } from './request-gateway.js';
import { SESSION_ARGUMENT } from './session/session-argument.js';
import { withSessionHandle } from './session/with-session-handle.js';
import { ADMITTED } from './task/admission.js';
import type { TaskPlan } from './task/task-plan.js';

export interface DispatcherParts {
  /** What the caller of a request may see. */
  readonly visible: (exchange: Exchange) => Eventually<Registry>;
  /** Whether a change is about something the caller may see. */
  readonly concerns: RequestGateway['concerns'];
  readonly services: () => ContextServices;
  readonly log: ServerLog;
  readonly disposal: Disposal;
  /** Tell clients the text of every error. */
  readonly development: boolean;
  /** Tell clients the code of the error behind a tool's result. */
  readonly tellsErrorCodes: boolean;
  /** How many entries a page of a list has; absent: all. */
  readonly pageSize: number | undefined;
  /** Guards, interceptors and filters of the whole application. */
  readonly globalSteps: () => readonly Step[];
  /** What answers the methods of extensions of the protocol. */
  readonly extensions: ReadonlyMap<string, ExtensionMethod>;
  /** Who watches what clients ask for. */
  readonly observers: readonly Observer[];
}

/**
 * From an exchange to its outcome: finds the component, validates the input, runs the handler, and turns what it returns
 * or throws into an outcome. The same for every transport and revision.
 */
export class Dispatcher implements RequestGateway {
  private readonly errors: ErrorsToClients;
  private readonly runner: HandlerRunner;
  private readonly lists: ComponentLists;
  private readonly observe: Observer;
  private readonly resourceHint: ResourceHint;
  private readonly methods: Readonly<Record<string, (exchange: Exchange) => Eventually<unknown>>> = {
    'tools/list': (exchange) => this.list(exchange, 'tools'),
    'tools/call': (exchange) => this.callTool(exchange),
    'resources/list': (exchange) => this.list(exchange, 'resources'),
    'resources/templates/list': (exchange) => this.list(exchange, 'resourceTemplates'),
    'resources/read': (exchange) => this.readResource(exchange),
    'resources/subscribe': (exchange) => this.subscribe(exchange),
    'prompts/list': (exchange) => this.list(exchange, 'prompts'),
    'prompts/get': (exchange) => this.getPrompt(exchange),
    'completion/complete': (exchange) => this.complete(exchange),
  };

  constructor(private readonly parts: DispatcherParts) {
    this.errors = new ErrorsToClients(parts.log, parts.development, parts.tellsErrorCodes);
    this.runner = new HandlerRunner(parts.services, parts.disposal);
    this.lists = new ComponentLists(parts.pageSize);
    this.observe = observe(parts.observers);
    this.resourceHint = new ResourceHint(parts.log);
  }

  /** @throws RequestFault for a request that is answered by a protocol error */
  dispatch(exchange: Exchange): Eventually<unknown> {
    return asRequest(exchange, () => this.observe(exchange, (seen) => this.answer(seen)));
  }

  async permits(exchange: Exchange): Promise<boolean> {
    const component = findComponent(await this.visible(exchange), exchange);
    if (!component) return false;
    if (component.guards.length === 0) return true;
    const subject = { component, arguments: exchange.params['arguments'] ?? {} };
    try {
      await this.runner.enter(
        exchange,
        subject,
        compose(component.guards, () => Promise.resolve()),
      );
      return true;
    } catch {
      return false; // the call itself is dispatched anew then, and tells why
    }
  }

  concerns(exchange: Exchange, change: Change): boolean | Promise<boolean> {
    return this.parts.concerns(exchange, change);
  }

  async taskPlan(exchange: Exchange): Promise<TaskPlan | undefined> {
    return (await this.tool(exchange)).task;
  }

  async admit(exchange: Exchange, questions: 'now' | 'later'): Promise<ToolResult | undefined> {
    const tool = await this.tool(exchange);
    const { [SESSION_ARGUMENT]: _handle, ...rest } = argumentsOf(exchange);
    const subject = { component: tool, arguments: tool.session ? rest : argumentsOf(exchange) };
    const { judge, ask } = tool.admission!;
    try {
      const left = await this.runner.enter(exchange, subject, questions === 'now' ? ask : judge);
      return left === ADMITTED ? undefined : (left as ToolResult);
    } catch (error) {
      return this.errors.asToolOutcome(tool.where, error);
    }
  }

  surround(exchange: Exchange, answer: () => Promise<unknown>): Eventually<unknown> {
    return asRequest(exchange, () => this.observe(exchange, (seen) => this.pass(seen, answer)));
  }

  private answer(exchange: Exchange): Eventually<unknown> {
    const handle = this.methods[exchange.method];
    return handle ? handle(exchange) : this.callExtension(exchange);
  }

  private async tool(exchange: Exchange): Promise<ToolComponent> {
    return toolIn(await this.visible(exchange), exchange);
  }

  private callTool(exchange: Exchange): Eventually<unknown> {
    return after(this.visible(exchange), (registry) => {
      const tool = toolIn(registry, exchange);
      return tool.session
        ? this.runInSession(tool, exchange, registry)
        : this.runTool(tool, exchange, argumentsOf(exchange), registry);
    });
  }

  private async runInSession(tool: ToolComponent, exchange: Exchange, registry: Registry): Promise<unknown> {
    const { handles } = this.parts.services().state;
    const args = argumentsOf(exchange);
    try {
      return await withSessionHandle(tool, exchange, args, handles, (...call) =>
        this.runTool(tool, ...call, registry),
      );
    } catch (error) {
      return this.errors.asToolOutcome(tool.where, error);
    }
  }

  private runTool(
    tool: ToolComponent,
    exchange: Exchange,
    args: Readonly<Record<string, unknown>>,
    registry: Registry,
  ): Eventually<unknown> {
    return caught(
      () =>
        after(this.runner.run(tool, exchange, { arguments: args }), (outcome) => {
          this.resourceHint.look(tool, registry, outcome);
          return outcome;
        }),
      (error) => this.errors.asToolOutcome(tool.where, error, exchange.signal),
    );
  }

  private readResource(exchange: Exchange): Eventually<unknown> {
    const uri = textParam(exchange, 'uri');
    return after(this.visible(exchange), (registry) => {
      const found = registry.findResource(uri);
      if (!found) throw resourceNotFound(uri);
      const { component, variables } = found;
      return caught(
        () => this.runner.run(component, exchange, { arguments: variables, variables }),
        (error) => {
          if (isPorticoError(error, 'PORTICO_NOT_FOUND')) throw resourceNotFound(uri, error.message);
          throw this.errors.asFault(component.where, error, exchange.signal);
        },
      );
    });
  }

  /** Whether the caller may hear of a resource: whoever may not see it, or whom a guard refuses, may not. */
  private async subscribe(exchange: Exchange): Promise<unknown> {
    const uri = textParam(exchange, 'uri');
    const found = (await this.visible(exchange)).findResource(uri);
    if (!found) throw resourceNotFound(uri);
    const { component, variables } = found;
    const allowed = compose(component.guards, async () => ({}));
    try {
      return await this.runner.enter(exchange, { component, arguments: variables, variables }, allowed);
    } catch (error) {
      if (isPorticoError(error, 'PORTICO_NOT_FOUND')) throw resourceNotFound(uri, error.message);
      throw this.errors.asFault(component.where, error, exchange.signal);
    }
  }

  private getPrompt(exchange: Exchange): Eventually<unknown> {
    return after(this.visible(exchange), ({ prompts }) => {
      const name = textParam(exchange, 'name');
      const prompt = prompts.get(name);
      if (!prompt) throw unknown('prompt', name, prompts.keys());
      const variables = (exchange.params['arguments'] ?? {}) as Readonly<Record<string, string>>;
      return caught(
        () => this.runner.run(prompt, exchange, { arguments: variables, variables }),
        (error) => {
          throw this.errors.asFault(prompt.where, error, exchange.signal);
        },
      );
    });
  }

  private async complete(exchange: Exchange): Promise<unknown> {
    try {
      return await complete(await this.visible(exchange), this.runner, exchange);
    } catch (error) {
      throw this.errors.asFault(exchange.method, error);
    }
  }

  /** At once where no store has to be asked. */
  private visible(exchange: Exchange): Eventually<Registry> {
    return caught(
      () => this.parts.visible(exchange),
      (error) => {
        throw this.errors.asFault(exchange.method, error);
      },
    );
  }

  private list(exchange: Exchange, which: ListName): Eventually<unknown> {
    if (this.parts.globalSteps().length === 0)
      return after(this.visible(exchange), (registry) => this.lists.of(which, registry, exchange));
    return this.pass(
      exchange,
      async () => this.lists.make(which, await this.visible(exchange), exchange.params['cursor']),
      (answer) => Array.isArray((answer as Readonly<Record<string, unknown>>)[which]),
    );
  }

  private callExtension(exchange: Exchange): Promise<unknown> {
    const answer = this.parts.extensions.get(exchange.method);
    if (!answer) throw new RequestFault('unknown-method', `Method not found: ${exchange.method}`);
    return this.pass(exchange, async () => answer(exchange.params, exchange.era));
  }

  /** What is no component passes the application's own steps, if there are any; it has no others. */
  private async pass(
    exchange: Exchange,
    read: () => Promise<unknown>,
    isAnswer: (answer: object) => boolean = () => true,
  ): Promise<unknown> {
    const steps = this.parts.globalSteps();
    if (steps.length === 0) return read();
    try {
      const answer = await this.runner.enter(exchange, {}, compose(steps, read));
      if (typeof answer === 'object' && answer !== null && isAnswer(answer)) return answer;
      throw new PorticoError(
        'PORTICO_RESULT_VALUE',
        `A filter or an interceptor of the application answered ${exchange.method} with something else than its result. Look at the method of the call, and return what next() gives or throw.`,
      );
    } catch (error) {
      throw this.errors.asFault(exchange.method, error);
    }
  }
}

function argumentsOf({ params }: Exchange): Readonly<Record<string, unknown>> {
  return (params['arguments'] ?? {}) as Readonly<Record<string, unknown>>;
}

function toolIn({ tools }: Registry, exchange: Exchange): ToolComponent {
  const name = textParam(exchange, 'name');
  const tool = tools.get(name);
  if (!tool) throw unknown('tool', name, tools.keys());
  return tool;
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
