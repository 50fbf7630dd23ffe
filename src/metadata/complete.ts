import { MetadataKey } from '../common/metadata-key.js';

/**
 * Where suggestions come from: a list to choose from, the name of a method of the same class, or a function. Method and
 * function receive what was typed so far, the arguments given already, and the `Context`.
 */
export type CompletionSource =
  | readonly string[]
  | string
  | ((
      value: string,
      given: Readonly<Record<string, string>>,
      context: unknown,
    ) => readonly string[] | Promise<readonly string[]>);

const onParameters = new MetadataKey<ReadonlyMap<number, CompletionSource>>('parameter-completions');
const onProperties = new MetadataKey<ReadonlyMap<string, CompletionSource>>('property-completions');

/**
 * Suggests values for a prompt's argument or a template's variable while a person types. Stands beside `@Param`, or on a
 * property of the prompt's DTO (there a method cannot be named).
 *
 * @example
 * ```ts
 * @Prompt('Plan a trip by the weather')
 * planTrip(@Param('city') @Complete('cities') city: string) {}
 *
 * cities(value: string) { return this.weather.citiesLike(value); }
 * ```
 * @see https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/completion
 */
export function Complete(source: CompletionSource): (target: object, member: string, index?: number) => void {
  return (target, member, index) => {
    if (typeof index === 'number')
      onParameters.set(target, add(onParameters.own(target, member), index, source), member);
    else onProperties.set(target.constructor, add(onProperties.own(target.constructor), member, source));
  };
}

/** What `@Complete` recorded for the parameters of a method, by position. */
export function parameterCompletions(
  prototype: object,
  method: string,
): ReadonlyMap<number, CompletionSource> {
  return onParameters.get(prototype, method) ?? new Map<number, CompletionSource>();
}

/** What `@Complete` recorded for the properties of a DTO, by name. */
export function propertyCompletions(type: object): ReadonlyMap<string, CompletionSource> {
  return onProperties.get(type) ?? new Map<string, CompletionSource>();
}

function add<K>(map: ReadonlyMap<K, CompletionSource> | undefined, key: K, source: CompletionSource) {
  return new Map(map).set(key, source);
}
