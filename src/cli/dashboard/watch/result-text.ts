import type { CallToolResult } from '@modelcontextprotocol/client';
import { textOf } from '../../call/text-of.js';
import { cut, jsonText } from './texts.js';

/** What a call came to, as a person reads it: the value a tool gave, or its texts; of everything else the JSON. */
export function resultText(result: unknown): string {
  const { content, structuredContent } = (result ?? {}) as { content?: unknown; structuredContent?: unknown };
  if (structuredContent !== undefined) return jsonText(structuredContent);
  return Array.isArray(content) ? cut(textOf(result as CallToolResult)) : jsonText(result);
}
