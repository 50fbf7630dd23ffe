import type { JsonSchema } from '../../../schema/index.js';
import { isNode } from '../../../schema/json/node.js';
import { resolveLocal } from '../../../schema/json/refs.js';

/** A schema with what it refers to and what it is composed of written into it, and what may stand in its place. */
export interface Flat {
  readonly schema: JsonSchema;
  /** Whether null is a value too. The protocol has none: such a field is left out. */
  readonly nullable: boolean;
  /** The alternatives, where there is more than one. */
  readonly arms: readonly JsonSchema[];
}

/**
 * Writes a schema as one set of keywords. It is for showing: what gets lost is still enforced by the schema itself.
 *
 * @param document what references point into
 */
export function flatten(given: unknown, document: JsonSchema): Flat {
  const schema = inline(given, document);
  const { anyOf, oneOf, ...own } = schema;
  const types = Array.isArray(own['type']) ? (own['type'] as unknown[]) : [own['type']];
  const values = Array.isArray(own['enum']) ? (own['enum'] as unknown[]) : undefined;
  const all = [...listIn(anyOf), ...listIn(oneOf)];
  const arms = all.map((arm) => inline(arm, document)).filter((arm) => arm['type'] !== 'null');
  const withoutNull = {
    ...own,
    ...('type' in own && { type: only(types.filter((type) => type !== 'null')) }),
    ...(values && { enum: values.filter((value) => value !== null) }),
  };
  const nullable = types.includes('null') || values?.includes(null) === true || arms.length < all.length;
  const [arm] = arms;
  return arms.length === 1
    ? { schema: combine(arm!, withoutNull), nullable, arms: [] }
    : { schema: withoutNull, nullable, arms };
}

/** @param within the references that led here; one that leads to itself leads nowhere */
function inline(given: unknown, document: JsonSchema, within: readonly string[] = []): JsonSchema {
  if (!isNode(given)) return {};
  const { $ref, allOf, ...own } = given;
  const parts = listIn(allOf).map((part) => inline(part, document, within));
  if (typeof $ref === 'string' && !within.includes($ref))
    parts.unshift(inline(resolveLocal(document, $ref), document, [...within, $ref]));
  return [...parts, own].reduce<JsonSchema>(combine, {});
}

/** What stands nearer to the field is said last, and wins. */
function combine(first: JsonSchema, second: JsonSchema): JsonSchema {
  const required = [...listIn(first['required']), ...listIn(second['required'])];
  return {
    ...first,
    ...second,
    ...(isNode(first['properties']) && isNode(second['properties'])
      ? { properties: { ...first['properties'], ...second['properties'] } }
      : {}),
    ...(required.length > 0 && { required }),
  };
}

function listIn(keyword: unknown): readonly unknown[] {
  return Array.isArray(keyword) ? keyword : [];
}

/** A list of one type is that type; number includes integer. */
function only(types: readonly unknown[]): unknown {
  const wide = types.includes('number') ? types.filter((type) => type !== 'integer') : types;
  return wide.length === 1 ? wide[0] : wide;
}
