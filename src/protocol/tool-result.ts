import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Era } from '../context/exchange.js';
import type { JsonSchema } from '../schema/index.js';
import { isObject } from './ordinary-form.js';

/**
 * What a tool came to, in the form a family of revisions has for it. Some clients show text alone: a value that is no object is
 * there as text, too, where the tool gave none. And to clients of sessions a structured value is an object: where it, or what
 * the tool declares, is none, it is the `result` in one.
 *
 * @param schema what the tool declares
 */
export function toolResult(
  era: Era,
  outcome: CallToolResult,
  schema: JsonSchema | undefined,
): CallToolResult {
  const result = withText(outcome);
  const { structuredContent: value } = result as { readonly structuredContent?: unknown };
  if (era === 'stateless' || value === undefined) return result;
  const isOneObject = isObject(value) && (schema === undefined || schema['type'] === 'object');
  return isOneObject ? result : { ...result, structuredContent: { result: value } };
}

function withText(result: CallToolResult): CallToolResult {
  const { structuredContent: value, content = [] } = result as {
    readonly structuredContent?: unknown;
    readonly content?: CallToolResult['content'];
  };
  if (value === undefined || isObject(value) || content.some(({ type }) => type === 'text')) return result;
  return { ...result, content: [...content, { type: 'text', text: JSON.stringify(value) }] };
}
