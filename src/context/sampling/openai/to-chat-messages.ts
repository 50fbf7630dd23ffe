import type { ContentBlock } from '../../../common/content/content.js';
import { toolResultsOf, toolUsesOf } from '../messages/blocks.js';
import type { SamplingContent, SamplingMessage, ToolResultContent } from '../messages/sampling-message.js';
import type { ToolNames } from './tool-names.js';

type Part =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }
  | {
      readonly type: 'input_audio';
      readonly input_audio: { readonly data: string; readonly format: string };
    };

/** A message as the chat completions API has it. */
export type ChatMessage =
  | { readonly role: 'system'; readonly content: string }
  | { readonly role: 'user'; readonly content: string | readonly Part[] }
  | {
      readonly role: 'assistant';
      readonly content: string | null;
      readonly tool_calls?: readonly ChatToolCall[];
    }
  | { readonly role: 'tool'; readonly tool_call_id: string; readonly content: string };

export interface ChatToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

const audioFormats: Readonly<Record<string, string>> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
};

/** @throws TypeError for content the API has no form for */
export function toChatMessages(
  system: string | undefined,
  messages: readonly SamplingMessage[],
  names: ToolNames,
): ChatMessage[] {
  const start: ChatMessage[] = system === undefined ? [] : [{ role: 'system', content: system }];
  return [...start, ...messages.flatMap((message) => toChat(message, names))];
}

function toChat(message: SamplingMessage, names: ToolNames): ChatMessage[] {
  if (message.role === 'assistant') return [assistant(message, names)];
  const results = toolResultsOf(message);
  if (results.length === 0) return [{ role: 'user', content: simple(message.content.map(toPart)) }];
  // Results of tools are text only, so what else they hold follows as if the user showed it.
  const shown = results.flatMap(({ content }) =>
    content.filter((block) => block.type === 'image' || block.type === 'audio'),
  );
  const told = results.map((result) => ({
    role: 'tool' as const,
    tool_call_id: result.toolUseId,
    content: resultText(result),
  }));
  return shown.length === 0 ? told : [...told, { role: 'user', content: shown.map(toPart) }];
}

function assistant(message: SamplingMessage, names: ToolNames): ChatMessage {
  const texts = message.content.flatMap((block) => {
    if (block.type === 'text') return [block.text];
    if (block.type === 'tool_use') return [];
    throw new TypeError(`an assistant's message cannot hold ${block.type} here`);
  });
  const calls = toolUsesOf(message).map(({ id, name, input }): ChatToolCall => {
    return { id, type: 'function', function: { name: names.toWire(name), arguments: JSON.stringify(input) } };
  });
  const content = texts.length > 0 ? texts.join('\n') : null;
  return { role: 'assistant', content, ...(calls.length > 0 && { tool_calls: calls }) };
}

/** Many servers that speak this API take parts only where they must. */
function simple(parts: readonly Part[]): string | readonly Part[] {
  const [first, ...more] = parts;
  return first?.type === 'text' && more.length === 0 ? first.text : parts;
}

function toPart(block: SamplingContent | ContentBlock): Part {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text };
    case 'image':
      return { type: 'image_url', image_url: { url: `data:${block.mimeType};base64,${block.data}` } };
    case 'audio': {
      const format = audioFormats[block.mimeType];
      if (format === undefined)
        throw new TypeError(`audio of type ${block.mimeType} cannot be sent; use audio/wav or audio/mpeg`);
      return { type: 'input_audio', input_audio: { data: block.data, format } };
    }
    default:
      throw new TypeError(`a user's message cannot hold ${block.type} here`);
  }
}

function resultText({ content, structuredContent, isError }: ToolResultContent): string {
  const text = content.map(blockText).join('\n');
  const whole = content.length === 0 && structuredContent ? JSON.stringify(structuredContent) : text;
  return isError ? `Error: ${whole}` : whole;
}

function blockText(block: ContentBlock): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'image':
    case 'audio':
      return `(${block.mimeType}, shown below)`;
    case 'resource_link':
      return `${block.name}: ${block.uri}`;
    case 'resource':
      return 'text' in block.resource ? block.resource.text : `(${block.resource.uri}, not text)`;
  }
}
