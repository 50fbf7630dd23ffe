import type { Class } from '../common/class.js';
import { MetadataKey } from '../common/metadata-key.js';
import type { Pipe, PipeFunction } from './pipe.js';

/** Computes the value of a decorated parameter; `context` is the `Context` of the call. */
export type ParameterFactory = (data: unknown, context: unknown) => unknown;

/** What a parameter decorator recorded. */
export type ParameterRecord =
  | { readonly kind: 'args'; readonly pipes: Pipes }
  | { readonly kind: 'context' }
  | { readonly kind: 'param'; readonly name: string; readonly pipes: Pipes }
  | {
      readonly kind: 'custom';
      readonly factory: ParameterFactory;
      readonly data: unknown;
      /** Judges at start-up what the decorator was given; throws a `PorticoError`. */
      readonly check?: () => void;
      /** Whether it asks the user, and does nothing else. */
      readonly asksFirst?: boolean;
      readonly pipes?: Pipes;
    };

type Pipes = readonly (Class<Pipe> | PipeFunction)[];

export type MethodParameterDecorator = (target: object, method: string, index: number) => void;

const parameters = new MetadataKey<ReadonlyMap<number, ParameterRecord>>('method-parameters');

/**
 * The validated arguments. Needed where the parameter's type alone does not say it: on the `execute` of a class,
 * whose parameter types TypeScript emits only when a decorator stands on the method or on a parameter.
 *
 * @example
 * ```ts
 * execute(@Args() input: ReportInput) { return this.reports.build(input); }
 * ```
 * @param pipes see {@link UsePipes}; for this parameter alone
 */
export function Args(...pipes: Pipes): MethodParameterDecorator {
  return parameterDecorator({ kind: 'args', pipes });
}

/**
 * One variable of a resource's URI template, or one argument of a prompt. It arrives as text and becomes a number or a
 * boolean where the parameter is one.
 *
 * @param pipes see {@link UsePipes}; for this parameter alone
 */
export function Param(name: string, ...pipes: Pipes): MethodParameterDecorator {
  return parameterDecorator({ kind: 'param', name, pipes });
}

/** The `Context` of the call. A parameter of type `Context` needs no decorator where types are emitted. */
export function Ctx(): MethodParameterDecorator {
  return parameterDecorator({ kind: 'context' });
}

/** The one decorator behind all parameter decorators: it only collects. */
export function parameterDecorator(record: ParameterRecord): MethodParameterDecorator {
  return (target, method, index) => {
    const all = new Map(parameters.own(target, method));
    all.set(index, record);
    parameters.set(target, all, method);
  };
}

/** What was recorded for the parameters of a method, by position. */
export function methodParameters(prototype: object, method: string): ReadonlyMap<number, ParameterRecord> {
  return parameters.get(prototype, method) ?? new Map<number, ParameterRecord>();
}

/** The pipes that stand on parameters of a method. */
export function parameterPipes(prototype: object, method: string): (Class<Pipe> | PipeFunction)[] {
  const records = [...methodParameters(prototype, method).values()];
  return records.flatMap((record) => ('pipes' in record ? (record.pipes ?? []) : []));
}
