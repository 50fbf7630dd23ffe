import type { JsonSchema } from '../types.js';
import type { StandardSchemaV1 } from './standard-schema.js';

/**
 * Gives a Standard Schema the JSON Schema its library does not tell.
 *
 * @param schema judges the values
 * @param json what clients are shown; it is for you to see that the two agree
 * @param output what is shown where the schema describes a result; default: the same
 * @example
 * ```ts
 * @Tool({ description: 'Find', input: withJsonSchema(query, { type: 'object', properties: { text: { type: 'string' } } }) })
 * find({ text }: Query) { return this.index.find(text); }
 * ```
 */
export function withJsonSchema<Input, Output>(
  schema: StandardSchemaV1<Input, Output>,
  json: JsonSchema,
  output: JsonSchema = json,
): StandardSchemaV1<Input, Output> {
  return {
    '~standard': { ...schema['~standard'], jsonSchema: { input: () => json, output: () => output } },
  };
}
