import { headerParameters, type HeaderParameter } from '../../pipeline/header-parameters.js';
import type { JsonSchema } from '../../schema/index.js';
import { isRepeated, type StandardHeaders } from './standard-headers.js';

/** Found once for each schema. */
const known = new WeakMap<JsonSchema, readonly HeaderParameter[]>();

/**
 * Whether the headers repeat to the letter each argument that is mirrored in one; `false` means: ask the engine.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/tools
 */
export function repeatArguments(headers: StandardHeaders, schema: JsonSchema, args: unknown): boolean {
  let parameters = known.get(schema);
  if (!parameters) known.set(schema, (parameters = headerParameters(schema)));
  for (const { path, header } of parameters) {
    const value = valueAt(args, path);
    if (value !== undefined && value !== null && !isMirrored(headers.other(`mcp-param-${header}`), value))
      return false;
  }
  return true;
}

function isMirrored(header: string | undefined, value: unknown): boolean {
  if (typeof value === 'string') return isRepeated(header, value);
  return (typeof value === 'boolean' || Number.isSafeInteger(value)) && header === String(value);
}

function valueAt(args: unknown, path: readonly string[]): unknown {
  let value = args;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}
