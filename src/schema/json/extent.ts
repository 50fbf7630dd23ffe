import { isNode, type Node } from './node.js';
import { resolveLocal } from './refs.js';

/** How deep a value is nested at most, and how many members and elements it has in all. */
export interface Extent {
  readonly depth: number;
  readonly elements: number;
}

const unlimited: Extent = { depth: Infinity, elements: Infinity };
const nothing: Extent = { depth: 0, elements: 0 };

/**
 * The largest value a schema lets pass: what keeps within it need not be measured. Anything that is not obviously
 * limited counts as unlimited.
 */
export function extentOf(document: Node): Extent {
  return measure(document, document, new Set());
}

const scalarTypes: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'null']);

function measure(schema: unknown, document: Node, above: ReadonlySet<unknown>): Extent {
  if (!isNode(schema) || above.has(schema)) return unlimited;
  const here = new Set([...above, schema]);
  const { $ref, type, properties, additionalProperties, enum: values } = schema;
  if (typeof $ref === 'string') return measure(resolveLocal(document, $ref), document, here);
  if (Array.isArray(values) || 'const' in schema) return nothing;
  if ([type].flat().every((name) => scalarTypes.has(name))) return nothing;
  if (type !== 'object' || additionalProperties !== false || !isNode(properties)) return unlimited;
  return Object.values(properties)
    .map((property) => measure(property, document, here))
    .reduce(
      (sum, { depth, elements }) => ({
        depth: Math.max(sum.depth, depth + 1),
        elements: sum.elements + elements + 1,
      }),
      { depth: 1, elements: 0 },
    );
}
