import { isNode, type Node } from './json/node.js';
import { resolveLocal } from './json/refs.js';

/**
 * Turns text into the numbers and booleans a schema asks for, and leaves all else as it is: for values that can only
 * be text, such as the variables of a URI template. The value given is not changed.
 *
 * @param value within bounds; see `findExcess`
 */
export function coerce(value: unknown, document: Node): unknown {
  return coercePart(value, document, document);
}

function coercePart(value: unknown, schema: unknown, document: Node): unknown {
  if (!isNode(schema)) return value;
  if (typeof schema['$ref'] === 'string')
    return coercePart(value, resolveLocal(document, schema['$ref']), document);
  if (typeof value === 'string') return coerceText(value, schema);
  if (Array.isArray(value) && isNode(schema['items']))
    return value.map((element) => coercePart(element, schema['items'], document));
  const { properties } = schema;
  if (!isNode(value) || !isNode(properties)) return value;
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    Object.hasOwn(properties, key) ? coercePart(member, properties[key], document) : member,
  ]);
  return Object.fromEntries(entries) as Node;
}

function coerceText(text: string, { type, enum: values, const: value }: Node): unknown {
  const types: readonly unknown[] = Array.isArray(type) ? type : [type ?? typeof (value ?? firstOf(values))];
  if (types.includes('string')) return text;
  if (types.includes('number') || types.includes('integer')) return toNumber(text) ?? text;
  return types.includes('boolean') ? (toBoolean(text) ?? text) : text;
}

/** Values of which one is text take text as it is. */
function firstOf(values: unknown): unknown {
  if (!Array.isArray(values)) return undefined;
  return values.find((value) => typeof value === 'string') ?? values[0];
}

/** The number a text writes in decimal; `undefined` for all other text, and where the number would be another one. */
export function toNumber(text: string): number | undefined {
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? undefined : number;
}

/** `true` and `1`, `false` and `0`; `undefined` for all other text. */
export function toBoolean(text: string): boolean | undefined {
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}
