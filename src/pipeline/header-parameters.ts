import type { JsonSchema } from '../schema/index.js';

const KEYWORD = 'x-mcp-header';
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const TYPES = new Set<unknown>(['string', 'integer', 'boolean']);

/**
 * What is wrong with the `x-mcp-header` declarations of a tool's input: each must be a header token, unique whatever its
 * case, on a text, whole number or truth value that is reached by `properties` alone.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/tools
 */
export function headerProblems(schema: JsonSchema): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  let reachable = 0;
  const visit = (node: JsonSchema, path: string): void => {
    for (const [name, property] of Object.entries((node['properties'] ?? {}) as Record<string, JsonSchema>)) {
      const at = path ? `${path}.${name}` : name;
      if (KEYWORD in property) {
        reachable++;
        problems.push(...declarationProblems(property, at, seen));
      }
      visit(property, at);
    }
  };
  visit(schema, '');
  if (count(schema) > reachable)
    problems.push(
      `an ${KEYWORD} stands where a header cannot reach: in an array, a $defs entry or a combination`,
    );
  return problems;
}

function declarationProblems(property: JsonSchema, path: string, seen: Set<string>): string[] {
  const header = property[KEYWORD];
  if (typeof header !== 'string' || !TOKEN.test(header))
    return [`${path}: ${KEYWORD} must be a header token`];
  if (!TYPES.has(property['type'])) return [`${path}: ${KEYWORD} needs type string, integer or boolean`];
  const isTaken = seen.has(header.toLowerCase());
  seen.add(header.toLowerCase());
  return isTaken ? [`${path}: the header '${header}' is declared twice`] : [];
}

/** How often the keyword occurs as a keyword, wherever it stands; a property that is named so does not count. */
function count(node: unknown, isMap = false): number {
  if (typeof node !== 'object' || node === null) return 0;
  if (Array.isArray(node)) return node.reduce<number>((sum, item) => sum + count(item), 0);
  return Object.entries(node).reduce(
    (sum, [key, value]) =>
      sum + (!isMap && key === KEYWORD ? 1 : count(value, key === 'properties' || key === '$defs')),
    0,
  );
}

/** Whether a tool's input mirrors an argument in a header. */
export function declaresHeaders(schema: JsonSchema): boolean {
  return count(schema) > 0;
}

/** An argument that is repeated in a header. */
export interface HeaderParameter {
  /** Names of properties, from the outermost. */
  readonly path: readonly string[];
  /** What follows `mcp-param-`, in lower case. */
  readonly header: string;
}

/** The arguments that the input of a tool mirrors in headers. What was declared wrongly was told at start-up. */
export function headerParameters(schema: JsonSchema): HeaderParameter[] {
  const found: HeaderParameter[] = [];
  const visit = (node: JsonSchema, path: readonly string[]): void => {
    const header = node[KEYWORD];
    if (typeof header === 'string') found.push({ path, header: header.toLowerCase() });
    for (const [name, property] of Object.entries((node['properties'] ?? {}) as Record<string, JsonSchema>))
      visit(property, [...path, name]);
  };
  visit(schema, []);
  return found;
}
