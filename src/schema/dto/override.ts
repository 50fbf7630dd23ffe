import { nearest } from '../../common/nearest.js';
import { annotations, allKeywords } from '../json/keywords.js';
import type { Node } from '../json/node.js';
import { SchemaDefinitionError, type SchemaPlace } from '../schema-definition-error.js';

/**
 * Makes sure that `@Schema` was given keywords of JSON Schema, or some that begin with `x-`.
 *
 * @throws SchemaDefinitionError
 */
export function checkKeywords(keywords: Node, place: SchemaPlace): void {
  for (const keyword of Object.keys(keywords)) {
    if (allKeywords.has(keyword) || keyword.startsWith('x-')) continue;
    const [best] = nearest(keyword, allKeywords);
    throw new SchemaDefinitionError(
      'PORTICO_SCHEMA_KEYWORD',
      place,
      `@Schema has ${JSON.stringify(keyword)}, which is no keyword of JSON Schema`,
      best === undefined
        ? 'Keywords of your own begin with "x-".'
        : `Did you mean "${best}"? Keywords of your own begin with "x-".`,
    );
  }
}

/**
 * Merges the author's keywords over the generated ones. A type that shares nothing with the generated one, a
 * reference or a union replaces all that was generated about the value.
 *
 * @returns whether what was generated is gone
 */
export function override(schema: Node, keywords: Node): boolean {
  const replaces =
    keywords['$ref'] !== undefined ||
    (keywords['type'] !== undefined &&
      schema['type'] !== undefined &&
      !typesOverlap(keywords['type'], schema['type']));
  if (replaces) takeAssertions(schema);
  Object.assign(schema, keywords);
  return replaces;
}

function typesOverlap(one: unknown, other: unknown): boolean {
  const types = new Set(list(one));
  return list(other).some((type) => types.has(type) || (isNumeric(type) && [...types].some(isNumeric)));
}

function isNumeric(type: unknown): boolean {
  return type === 'number' || type === 'integer';
}

/** Whether keywords say that `null` is a value. */
export function allowsNull({ type, enum: values, const: value }: Node): boolean {
  return list(type).includes('null') || value === null || (Array.isArray(values) && values.includes(null));
}

/** Lets a schema accept `null` beside what it accepts. */
export function addNull(schema: Node): void {
  const { type, enum: values } = schema;
  if (Array.isArray(values) && !values.includes(null)) schema['enum'] = [...(values as unknown[]), null];
  if (type !== undefined && !('const' in schema)) {
    if (!list(type).includes('null')) schema['type'] = [...list(type), 'null'];
  } else if (!Array.isArray(values)) {
    const inner = takeAssertions(schema);
    if (Object.keys(inner).length > 0) schema['anyOf'] = [inner, { type: 'null' }];
  }
}

/** Moves everything that judges out of a schema, into one of its own. */
export function takeAssertions(schema: Node): Node {
  const taken: Node = {};
  for (const keyword of Object.keys(schema)) {
    if (annotations.has(keyword)) continue;
    taken[keyword] = schema[keyword];
    delete schema[keyword];
  }
  return taken;
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
