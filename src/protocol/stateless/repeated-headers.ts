import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import { headerParameters, type HeaderParameter } from '../../pipeline/header-parameters.js';
import type { Registry } from '../../pipeline/registry.js';
import type { JsonSchema } from '../../schema/index.js';
import type { Envelope } from './ordinary-envelope.js';
import { isRepeated, repeatMessage, type StandardHeaders } from './standard-headers.js';

/** Found once for each schema. */
const known = new WeakMap<JsonSchema, readonly HeaderParameter[]>();

/**
 * Whether the headers of a request plainly repeat all that they have to: its revision, its method, its name, and each
 * argument that is mirrored in one. `false` means: ask the engine.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports
 * @see https://modelcontextprotocol.io/specification/2026-07-28/server/tools
 */
export function areRepeated(
  headers: StandardHeaders,
  { method, params = {} }: JSONRPCRequest,
  { party }: Envelope,
  { tools }: Registry,
): boolean {
  if (headers.version !== party.protocolVersion || !repeatMessage(headers, method, params)) return false;
  if (method !== 'tools/call') return true;
  const tool = tools.get(String(params['name']));
  return !tool || repeatArguments(headers, tool.entry.inputSchema, params['arguments']);
}

function repeatArguments(headers: StandardHeaders, schema: JsonSchema, args: unknown): boolean {
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
  const isPlain = typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value);
  return isPlain && isRepeated(header, String(value));
}

function valueAt(args: unknown, path: readonly string[]): unknown {
  let value = args;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}
