import type { JsonSchema } from '../../../schema/index.js';

/** A schema as the input of a tool, which must be an object, and the way back from that input. */
export interface ObjectSchema {
  readonly json: JsonSchema;
  unwrap(input: Readonly<Record<string, unknown>>): unknown;
}

/** Keywords whose values are data, not schemas. */
const DATA = new Set(['const', 'enum', 'default', 'examples']);

/** A schema of anything but an object becomes the property `value` of one. */
export function toObjectSchema(json: JsonSchema): ObjectSchema {
  if (json['type'] === 'object') return { json, unwrap: (input) => input };
  const { $schema: _, ...value } = json;
  return {
    json: { type: 'object', properties: { value: moved(value) }, required: ['value'] },
    unwrap: (input) => input['value'],
  };
}

/** The schema with its references to itself made good for its new place. */
function moved(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(moved);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key === '$ref' && typeof value === 'string')
        return [key, value.replace(/^#(?=\/|$)/, '#/properties/value')];
      return [key, DATA.has(key) ? value : moved(value)];
    }),
  );
}
