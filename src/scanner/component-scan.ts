import type { Class } from '../common/class.js';
import { isPorticoError } from '../common/portico-error.js';
import type { StartupProblems } from '../common/startup-problem.js';
import { UriTemplate } from '../common/uri-template.js';
import type { Build } from '../container/resolution-plan.js';
import type { ModuleNode, ProviderNode } from '../container/provider-node.js';
import type { ResultCache } from '../context/results/result-cache.js';
import { cacheableOptions } from '../metadata/cacheable.js';
import { componentsOf } from '../metadata/component-store.js';
import type {
  ComponentOptions,
  ComponentRecord,
  MethodRecord,
  PromptRecord,
  ResourceRecord,
  ToolRecord,
} from '../metadata/records.js';
import type {
  Component,
  PromptComponent,
  ResourceComponent,
  ResourceTemplateComponent,
  ToolComponent,
} from '../pipeline/component.js';
import { cachedCore } from '../pipeline/cache/cached-core.js';
import { coreOf, withSteps } from '../pipeline/core.js';
import { accessGuard } from '../pipeline/access/access-guard.js';
import {
  createEntrySteps,
  createGuardSteps,
  createSteps,
  watchQuestions,
  type StepLevel,
} from '../pipeline/create-steps.js';
import { requiredAccess } from '../metadata/require.js';
import { classUses, methodUses } from '../metadata/use.js';
import { createCompleter } from '../pipeline/completion/completer.js';
import { createHandler } from '../pipeline/handler/create-handler.js';
import { admissionOf } from '../pipeline/task/admission.js';
import { hasSessionArgument, withSessionArgument } from '../pipeline/session/session-argument.js';
import type { CompiledSchema, CompileOptions, JsonSchema, SchemaSource } from '../schema/index.js';
import { cachePlan } from './cache-plan.js';
import { compileOrReport } from './compile-or-report.js';
import { componentName, nameHint, nameProblem } from './component-name.js';
import { durationOrReport } from './duration-or-report.js';
import { headerProblems } from '../pipeline/header-parameters.js';
import { iconHints, iconProblems } from './icon-problems.js';
import { HandlerPlanner, type HandlerPlan } from './handler-plan.js';
import type { ScannedModule } from './module-tree.js';
import { promptArguments } from './prompt-arguments.js';
import { checkStepsOn } from './step-problems.js';
import { taskPlan } from './task-plan.js';

/** What a component needs of the application when the singletons exist. */
export interface BoundApplication {
  /** How a class is built as the providers of a module see it. */
  readonly build: (module: ModuleNode, type: Class) => Build;
  /** What stands around every handler. */
  readonly level: StepLevel;
  /** Where results are kept that may be. */
  readonly results: ResultCache;
  readonly version: string;
}

/** A component without its handler, which can be planned only when the singletons exist. */
export interface ComponentDefinition {
  /** The class that offers it, and the module that brings the class. */
  readonly type: Class;
  readonly module: ScannedModule;
  readonly component: Unbound<Component>;
  bind(application: BoundApplication): Component;
}

/** What can be said of a component before its class can be built. */
export type Unbound<C> = C extends unknown
  ? Omit<
      C,
      | 'handler'
      | 'scope'
      | 'timeout'
      | 'completers'
      | 'cached'
      | 'watchesQuestions'
      | 'steps'
      | 'guards'
      | 'access'
      | 'execute'
      | 'admission'
    >
  : never;

const noArguments: JsonSchema = { type: 'object', properties: {}, additionalProperties: false };

/** Reads the components of one class: everything about them is computed and checked here, once. */
export class ComponentScan {
  /** Remarks: nothing is wrong, but the author may want to know. */
  readonly hints: string[] = [];

  constructor(private readonly problems: StartupProblems) {}

  scan(module: ScannedModule): ComponentDefinition[] {
    return module.components.flatMap((type) => {
      const node = module.providers.get(type)!;
      return componentsOf(type).flatMap((record) => this.define(module, type, node, record) ?? []);
    });
  }

  private define(
    module: ScannedModule,
    type: Class,
    node: ProviderNode,
    record: MethodRecord,
  ): ComponentDefinition | undefined {
    const where = `${type.name}.${record.method}`;
    const name = componentName(type, record);
    const { component } = record;
    const badName = nameProblem(component.kind, name);
    if (badName)
      this.problems.add('PORTICO_BAD_NAME', where, badName, `Give the @${component.kind} a name that fits.`);
    const hint = nameHint(component.kind, name);
    if (hint) this.hints.push(`${where}: ${hint}`);
    for (const problem of iconProblems(component.options.icons))
      this.problems.add(
        'PORTICO_UNSAFE_ICON',
        where,
        problem,
        'Use an https: address, or embed the picture.',
      );
    for (const icon of iconHints(component.options.icons)) this.hints.push(`${where}: ${icon}`);
    const plan = new HandlerPlanner(type, record.method, component, this.problems).plan();
    const timeout = durationOrReport(where, component.options.timeout, this.problems);
    const cached = cachePlan(where, component, cacheableOptions(type, record.method), this.problems);
    const unbound = this.describe(where, name, component, plan);
    if (!unbound) return undefined;
    const access = requiredAccess(module.type as Class, type, record.method);
    const own = methodUses(type.prototype as object, record.method);
    checkStepsOn(where, unbound, own, this.problems);
    return {
      type,
      module,
      component: unbound,
      bind: (application) => {
        const build = (used: Class) => application.build(module, used);
        const builder = build(type);
        const levels = [classUses(module.type as Class), classUses(type), own];
        // Before all guards: they may rely on it.
        const gate = access ? [{ uses: { guards: [accessGuard(access)] }, build }] : [];
        const stepLevels = [...gate, application.level, ...levels.map((uses) => ({ uses, build }))];
        const bound = {
          ...unbound,
          scope: node.scope,
          timeout,
          access,
          completers: new Map(
            Array.from(plan.completions, ([arg, source]) => [arg, createCompleter(source, builder)]),
          ),
          handler: createHandler(builder, record.method, plan, stepLevels, build),
          cached,
          watchesQuestions: cached !== undefined || watchQuestions([application.level.uses, ...levels]),
          steps: createSteps(stepLevels),
          guards: createGuardSteps(stepLevels),
        };
        const core = coreOf(bound);
        const { results, version } = application;
        return {
          ...bound,
          execute: withSteps(bound, cached ? cachedCore(bound, cached, results, version, core) : core),
          admission:
            bound.kind === 'tool' && bound.task
              ? admissionOf(bound, createEntrySteps(stepLevels), plan.questions)
              : undefined,
        };
      },
    };
  }

  private describe(where: string, name: string, component: ComponentRecord, plan: HandlerPlan) {
    switch (component.kind) {
      case 'tool':
        return this.tool(where, name, component, plan);
      case 'resource':
        return this.resource(where, name, component, plan);
      case 'prompt':
        return this.prompt(where, name, component, plan);
    }
  }

  private tool(
    where: string,
    name: string,
    { options }: ToolRecord,
    plan: HandlerPlan,
  ): Unbound<ToolComponent> | undefined {
    const input = this.compile(where, plan.input ?? noArguments);
    const output = options.output && this.compile(where, options.output, { direction: 'output' });
    if (!input) return undefined;
    for (const problem of headerProblems(input.json))
      this.problems.add(
        'PORTICO_BAD_HEADER',
        where,
        problem,
        'Declare each header once, as a token, on a string, integer or boolean property.',
      );
    const { session } = options;
    if (session) this.checkSession(where, session, input.json);
    const task = taskPlan(where, options.task, this.problems);
    const entry = {
      ...entryOf(name, options),
      ...(task && { execution: { taskSupport: task.support } }),
      inputSchema: session ? withSessionArgument(input.json) : input.json,
      ...(output && { outputSchema: output.json }),
      ...(options.annotations && { annotations: options.annotations }),
    };
    return { kind: 'tool', where, entry, input, output, session, task };
  }

  private resource(
    where: string,
    name: string,
    { uri, options }: ResourceRecord,
    plan: HandlerPlan,
  ): Unbound<ResourceComponent | ResourceTemplateComponent> | undefined {
    const template = this.uriTemplate(where, uri);
    if (!template) return undefined;
    const input = plan.input && this.compile(where, plan.input, { coerce: true });
    this.checkVariables(where, template, plan.params, input);
    const { mimeType, size, annotations, cache } = options;
    const shared = {
      ...entryOf(name, options),
      ...(mimeType !== undefined && { mimeType }),
      ...(annotations && { annotations }),
    };
    if (template.variables.length > 0)
      return {
        kind: 'resource-template',
        where,
        template,
        input,
        cache,
        entry: { ...shared, uriTemplate: uri },
      };
    return { kind: 'resource', where, cache, entry: { ...shared, uri, ...(size !== undefined && { size }) } };
  }

  private prompt(
    where: string,
    name: string,
    { options }: PromptRecord,
    plan: HandlerPlan,
  ): Unbound<PromptComponent> {
    const input = plan.input && this.compile(where, plan.input, { coerce: true });
    const args = promptArguments(input?.json, plan.params, plan.optional);
    const entry = { ...entryOf(name, options), ...(args.length > 0 && { arguments: args }) };
    const required = args.filter((argument) => argument.required).map((argument) => argument.name);
    return { kind: 'prompt', where, entry, input, required };
  }

  private checkSession(where: string, session: string, schema: JsonSchema): void {
    if (session !== 'handle')
      this.problems.add(
        'PORTICO_SESSION_ARGUMENT',
        where,
        `session: '${session}' is not known`,
        `Write session: 'handle', or leave it out.`,
      );
    else if (hasSessionArgument(schema))
      this.problems.add(
        'PORTICO_SESSION_ARGUMENT',
        where,
        `its arguments have a property 'session', which session: 'handle' adds`,
        `Rename the property, or leave session: 'handle' out.`,
      );
  }

  private compile(where: string, source: SchemaSource, options?: CompileOptions): CompiledSchema | undefined {
    return compileOrReport(where, source, this.problems, this.hints, options);
  }

  private uriTemplate(where: string, uri: string): UriTemplate | undefined {
    try {
      const template = new UriTemplate(uri);
      if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri)) return template;
      this.problems.add(
        'PORTICO_BAD_URI',
        where,
        `'${uri}' is no URI: it has no scheme`,
        `Write a scheme of your own, such as 'orders://${uri}'.`,
      );
    } catch (error) {
      if (!isPorticoError(error)) throw error;
      this.problems.add('PORTICO_BAD_URI', where, error.message, 'Correct the template.');
    }
    return undefined;
  }

  /** A variable nobody takes and a parameter nothing fills are both mistakes. */
  private checkVariables(
    where: string,
    { text, variables }: UriTemplate,
    params: readonly string[],
    input: CompiledSchema | undefined,
  ): void {
    const properties = Object.keys(input?.json['properties'] ?? {});
    const taken = [...params, ...properties];
    for (const name of taken.filter((param) => !variables.includes(param)))
      this.problems.add(
        'PORTICO_TEMPLATE_VARIABLE',
        where,
        `the handler takes '${name}', which is no variable of '${text}'`,
        variables.length > 0 ? `Use one of: ${variables.join(', ')}.` : `Write {${name}} into the URI.`,
      );
    for (const name of variables.filter((variable) => !taken.includes(variable)))
      this.problems.add(
        'PORTICO_TEMPLATE_VARIABLE',
        where,
        `the variable '${name}' of '${text}' is taken by no parameter`,
        `Take it by @Param('${name}'), or remove it from the URI.`,
      );
  }
}

function entryOf(name: string, { title, description, icons, tags, version, meta }: ComponentOptions) {
  const _meta = {
    ...(tags && { 'portico/tags': tags }),
    ...(version !== undefined && { 'portico/version': version }),
    ...meta,
  };
  return {
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(icons && { icons }),
    ...(Object.keys(_meta).length > 0 && { _meta }),
  };
}
