import type { ToolOutcome } from '../../../common/content/content.js';
import type { ToolResultContent, ToolUseContent } from '../messages/sampling-message.js';

/** What came of a call, as the answer to it. Only objects travel as structured content: some revisions allow nothing else. */
export function toToolResult(
  { id }: ToolUseContent,
  { content, structuredContent, isError }: ToolOutcome,
): ToolResultContent {
  const isObject =
    typeof structuredContent === 'object' && structuredContent !== null && !Array.isArray(structuredContent);
  return {
    type: 'tool_result',
    toolUseId: id,
    content,
    ...(isObject && { structuredContent: structuredContent as Readonly<Record<string, unknown>> }),
    ...(isError && { isError }),
  };
}

export function textResult({ id }: ToolUseContent, text: string, isError = false): ToolResultContent {
  return {
    type: 'tool_result',
    toolUseId: id,
    content: [{ type: 'text', text }],
    ...(isError && { isError }),
  };
}
