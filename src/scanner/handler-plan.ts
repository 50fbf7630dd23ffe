import type { Class } from '../common/class.js';
import { isPorticoError } from '../common/portico-error.js';
import type { StartupProblem, StartupProblems } from '../common/startup-problem.js';
import { Context } from '../context/context.js';
import { Principal } from '../identity/principal.js';
import { parameterCompletions, propertyCompletions, type CompletionSource } from '../metadata/complete.js';
import { methodTypes } from '../metadata/design-types.js';
import { injectableOptions } from '../metadata/injectable.js';
import { reportNoMetadata } from '../metadata/no-metadata.js';
import { methodParameters, type ParameterRecord } from '../metadata/parameters.js';
import type { ComponentRecord } from '../metadata/records.js';
import {
  fromContext,
  fromInput,
  fromPrincipal,
  fromVariable,
  type ArgumentSource,
} from '../pipeline/handler/argument-source.js';
import type { FilledParameters, PipedParameter } from '../pipeline/handler/create-handler.js';
import { isDto, type SchemaSource } from '../schema/index.js';

/** How the parameters of a handler are filled. */
export interface HandlerPlan extends FilledParameters {
  /** Those of the sources that ask the user first. */
  readonly questions: readonly ArgumentSource[];
  /** The schema source of the arguments, declared by option or by the type of a parameter. */
  readonly input: SchemaSource | undefined;
  /** The variables or prompt arguments the handler takes one by one. */
  readonly params: readonly string[];
  /** Those of them that have a default, and so may be left out. */
  readonly optional: ReadonlySet<string>;
  /** Where suggestions come from, by the name of the variable or argument. */
  readonly completions: ReadonlyMap<string, CompletionSource>;
}

/** What carries a handler: a component, or a job. */
export interface HandlerOwner {
  readonly kind: ComponentRecord['kind'] | 'job';
  readonly options: { readonly input?: SchemaSource };
}

/** Decides once how each parameter of a handler is filled: by its decorator, else by its type. */
export class HandlerPlanner {
  private readonly sources: ArgumentSource[] = [];
  private readonly questions: ArgumentSource[] = [];
  private readonly piped: (PipedParameter | undefined)[] = [];
  private readonly params: string[] = [];
  private readonly optional = new Set<string>();
  private readonly completions = new Map<string, CompletionSource>();
  private awaitArguments = false;
  private input: SchemaSource | undefined;
  private takesInput = false;

  constructor(
    private readonly type: Class,
    private readonly method: string,
    private readonly component: ComponentRecord | HandlerOwner,
    private readonly problems: StartupProblems,
  ) {
    this.input = 'input' in component.options ? component.options.input : undefined;
  }

  plan(): HandlerPlan {
    const prototype = this.type.prototype as object;
    const types = methodTypes(prototype, this.method);
    const records = methodParameters(prototype, this.method);
    const { declared } = this;
    const count = Math.max(declared, types?.length ?? 0, ...[...records.keys()].map((i) => i + 1));
    for (let i = 0; i < count; i++) {
      const source = this.source(i, types?.[i], records.get(i), types !== undefined);
      // Parameters from the first default on are not declared: undefined gives them theirs.
      if (!source && i < declared) this.reportUnfillable(i, types?.[i], types !== undefined);
      this.sources.push(source ?? (() => undefined));
      this.piped.push(pipedParameter(source, types?.[i], records.get(i)));
    }
    return {
      sources: this.sources,
      awaitArguments: this.awaitArguments,
      piped: this.piped,
      questions: this.questions,
      input: this.input,
      params: this.params,
      optional: this.optional,
      completions: this.completions,
    };
  }

  private source(
    index: number,
    type: unknown,
    record: ParameterRecord | undefined,
    typesKnown: boolean,
  ): ArgumentSource | undefined {
    if (record) return this.decorated(index, type, record);
    if (type === Context) return fromContext;
    if (type === Principal) return fromPrincipal;
    if (isDto(type)) return this.arguments(index, type);
    if (!this.takesInput && this.input !== undefined) return this.arguments(index, undefined);
    if (!typesKnown && this.takesInput && index === 1) return fromContext;
    return undefined;
  }

  private decorated(index: number, type: unknown, record: ParameterRecord): ArgumentSource {
    switch (record.kind) {
      case 'context':
        return fromContext;
      case 'args':
        return this.arguments(index, isDto(type) ? type : undefined);
      case 'param':
        return this.param(index, type, record.name);
      case 'custom': {
        const { factory, data, asksFirst } = record;
        const source: ArgumentSource = (call) => factory(data, call.context);
        this.awaitArguments = true;
        this.check(index, record.check);
        if (asksFirst) this.question(index, source);
        return source;
      }
    }
  }

  /** A job runs when nobody is there; only tools that run as tasks can ask from the background. */
  private question(index: number, source: ArgumentSource): void {
    this.questions.push(source);
    if (this.component.kind !== 'job') return;
    this.problems.add(
      'PORTICO_ELICITED_IN_JOB',
      this.where(index),
      '@Elicited asks the user, and a job has no user to ask',
      "Ask in the tool that queues the job and pass the answer in the job's data, or make it a tool with the option task.",
    );
  }

  /** What a decorator was given is as fixed as the class it stands in: its mistakes are told now. */
  private check(index: number, check: (() => void) | undefined): void {
    try {
      check?.();
    } catch (error) {
      if (!isPorticoError(error)) throw error;
      const code = error.code as StartupProblem['code'];
      this.problems.add(code, this.where(index), error.message, 'Correct what the decorator is given.');
    }
  }

  private arguments(index: number, dto: Class | undefined): ArgumentSource {
    this.takesInput = true;
    this.input ??= dto;
    for (const [name, source] of dto ? propertyCompletions(dto) : []) this.complete(index, name, source);
    if (this.input === undefined && this.takesOneObject)
      this.problems.add(
        'PORTICO_NO_INPUT_SCHEMA',
        this.where(index),
        'the type of the arguments is no DTO class, so nothing can be advertised or validated',
        `Use a class with class-validator decorators on its properties, or give @${title(this.component.kind)}({ input: … }) a schema.`,
      );
    return fromInput;
  }

  private param(index: number, type: unknown, name: string): ArgumentSource {
    if (this.takesOneObject)
      this.problems.add(
        'PORTICO_PARAM_ON_TOOL',
        this.where(index),
        `@Param takes a variable of a resource or an argument of a prompt; a ${this.component.kind} has one arguments object`,
        'Take a DTO class with this property instead.',
      );
    this.params.push(name);
    if (index >= this.declared) this.optional.add(name);
    const source = parameterCompletions(this.type.prototype as object, this.method).get(index);
    if (source !== undefined) this.complete(index, name, source);
    return fromVariable(name, type);
  }

  private complete(index: number, name: string, source: CompletionSource): void {
    this.completions.set(name, source);
    if (
      typeof source !== 'string' ||
      typeof (this.type.prototype as Record<string, unknown>)[source] === 'function'
    )
      return;
    this.problems.add(
      'PORTICO_UNKNOWN_COMPLETER',
      this.where(index),
      `@Complete('${source}') names no method of ${this.type.name}`,
      `Write the method ${source}(value: string), or give @Complete a list or a function.`,
    );
  }

  private reportUnfillable(index: number, type: unknown, typesKnown: boolean): void {
    if (!typesKnown) {
      reportNoMetadata(this.type, this.problems, {
        where: this.where(index),
        problem:
          'its type is not known at run time: TypeScript emits the types of a method only where a decorator stands on it or on a parameter',
        cure: `Write @Args() or @Ctx() before the parameter, or give @${title(this.component.kind)} an input. Compile with tsc or swc and "emitDecoratorMetadata" on (tsx and esbuild emit no types).`,
      });
      return;
    }
    const name = typeof type === 'function' ? type.name : String(type);
    const isService = typeof type === 'function' && injectableOptions(type) !== undefined;
    this.problems.add(
      'PORTICO_UNKNOWN_PARAMETER',
      this.where(index),
      `nothing can fill a parameter of type ${name}`,
      isService
        ? `Services are injected into the constructor: move ${name} there.`
        : `Take a DTO class whose properties carry class-validator decorators, Context, Principal, or a parameter with @Args(), @Param('name'), @Ctx() or a decorator of your own.`,
    );
  }

  /** How many parameters stand before the first with a default. */
  private get declared(): number {
    return (this.type.prototype as Record<string, { readonly length: number }>)[this.method]?.length ?? 0;
  }

  /** Tools and jobs take one object; resources and prompts also take its parts. */
  private get takesOneObject(): boolean {
    return this.component.kind === 'tool' || this.component.kind === 'job';
  }

  private where(index: number): string {
    return `${this.type.name}.${this.method}, parameter ${index + 1}`;
  }
}

/** Pipes stand before what comes from the caller, or is computed for the call. */
function pipedParameter(
  source: ArgumentSource | undefined,
  type: unknown,
  record: ParameterRecord | undefined,
): PipedParameter | undefined {
  if (record?.kind === 'context' || (!record && source !== fromInput)) return undefined;
  const { kind, pipes = [] } = record ?? { kind: 'args' };
  const name = record?.kind === 'param' ? record.name : undefined;
  return { argument: { kind, name, type }, pipes };
}

function title(kind: HandlerOwner['kind']): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}
