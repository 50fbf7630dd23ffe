import type {
  SamplingContent,
  SamplingMessage,
  ToolResultContent,
  ToolUseContent,
} from './sampling-message.js';

interface WithContent {
  readonly content: readonly SamplingContent[];
}

export function toolUsesOf(message: WithContent | undefined): ToolUseContent[] {
  return (message?.content ?? []).filter((block) => block.type === 'tool_use');
}

export function toolResultsOf(message: WithContent | undefined): ToolResultContent[] {
  return (message?.content ?? []).filter((block) => block.type === 'tool_result');
}

/** The text blocks of a message, one under the other. */
export function textOf(message: WithContent): string {
  return message.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
}

export function userText(text: string): SamplingMessage {
  return { role: 'user', content: [{ type: 'text', text }] };
}

/** Whether a conversation speaks of tools, which only some clients understand. */
export function speaksOfTools(messages: readonly SamplingMessage[]): boolean {
  return messages.some((message) => toolUsesOf(message).length + toolResultsOf(message).length > 0);
}
