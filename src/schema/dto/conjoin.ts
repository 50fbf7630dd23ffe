import { canonical } from '../json/canonical.js';
import type { Node } from '../json/node.js';

/** Keywords of which the larger, or the smaller, limit is the one that counts. */
const lowerLimits: ReadonlySet<string> = new Set([
  'minimum',
  'exclusiveMinimum',
  'minLength',
  'minItems',
  'minProperties',
]);
const upperLimits: ReadonlySet<string> = new Set([
  'maximum',
  'exclusiveMaximum',
  'maxLength',
  'maxItems',
  'maxProperties',
]);

/**
 * Adds keywords to a schema so that a value has to meet the old and the new.
 *
 * @returns the keywords that now say what was added
 * @throws Contradiction when no value can meet both
 */
export function conjoin(schema: Node, added: Node): readonly string[] {
  return Object.entries(added)
    .filter(([keyword, value]) => conjoinKeyword(schema, keyword, value))
    .map(([keyword]) => keyword);
}

/** Thrown by {@link conjoin}: the two sides of what cannot both be. */
export class Contradiction extends Error {
  constructor(
    readonly known: unknown,
    readonly added: unknown,
  ) {
    super(`${String(known)} and ${String(added)} exclude each other`);
  }
}

function conjoinKeyword(schema: Node, keyword: string, value: unknown): boolean {
  const known = schema[keyword];
  if (known === undefined) {
    schema[keyword] = value;
    return true;
  }
  if (canonical(known) === canonical(value)) return false;
  const combined = combine(keyword, known, value);
  if (combined !== undefined) schema[keyword] = combined;
  else schema['allOf'] = [...((schema['allOf'] as Node[] | undefined) ?? []), { [keyword]: value }];
  return schema[keyword] !== known;
}

function combine(keyword: string, known: unknown, value: unknown): unknown {
  if (keyword === 'type') return narrower(known, value);
  if (lowerLimits.has(keyword)) return Math.max(known as number, value as number);
  if (upperLimits.has(keyword)) return Math.min(known as number, value as number);
  if (keyword === 'allOf') return [...(known as Node[]), ...(value as Node[])];
  if (keyword === 'enum') return intersection(known as unknown[], value as unknown[]);
  // A format is for the reader, and one of them will do.
  return keyword === 'format' ? known : undefined;
}

function intersection(known: readonly unknown[], added: readonly unknown[]): readonly unknown[] {
  const common = known.filter((value) => added.includes(value));
  if (common.length === 0) throw new Contradiction(JSON.stringify(known), JSON.stringify(added));
  return common;
}

function narrower(known: unknown, added: unknown): unknown {
  const types = list(known).flatMap((type) => list(added).flatMap((other) => common(type, other)));
  if (types.length === 0) throw new Contradiction(known, added);
  return types.length === 1 ? types[0] : types;
}

function common(type: unknown, other: unknown): unknown[] {
  if (type === other) return [type];
  const both = new Set([type, other]);
  return both.has('number') && both.has('integer') ? ['integer'] : [];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
