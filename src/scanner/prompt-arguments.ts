import type { PromptEntry } from '../context/resources/list-entries.js';
import type { JsonSchema } from '../schema/index.js';

/**
 * The arguments of a prompt as a client sees them: the properties of its schema, then what it takes by `@Param`.
 *
 * @param optional those taken by `@Param` that may be left out
 */
export function promptArguments(
  schema: JsonSchema | undefined,
  params: readonly string[],
  optional: ReadonlySet<string>,
): NonNullable<PromptEntry['arguments']> {
  const properties = (schema?.['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (schema?.['required'] ?? []) as readonly string[];
  const fromSchema = Object.entries(properties).map(([name, { title, description }]) => ({
    name,
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description }),
    required: required.includes(name),
  }));
  const fromParams = params
    .filter((name) => !(name in properties))
    .map((name) => ({ name, required: !optional.has(name) }));
  return [...fromSchema, ...fromParams];
}
