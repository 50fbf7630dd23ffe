import type { SamplingRequest } from '../sampling-request.js';
import { toChatMessages } from './to-chat-messages.js';
import type { ToolNames } from './tool-names.js';

/** Which model, and how it calls the limit of an answer's length. */
export interface ChatModel {
  readonly model: string;
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
}

/**
 * The body of a request to the chat completions API.
 *
 * @throws TypeError for content the API has no form for
 */
export function toChatBody(
  request: SamplingRequest,
  { model, maxTokensField }: ChatModel,
  names: ToolNames,
): object {
  const { messages, systemPrompt, maxTokens, temperature, stopSequences, metadata, tools, toolChoice } =
    request;
  const functions = tools?.map(({ name, description, inputSchema: { $schema: _, ...parameters } }) => ({
    type: 'function',
    function: { name: names.toWire(name), ...(description !== undefined && { description }), parameters },
  }));
  return {
    model,
    messages: toChatMessages(systemPrompt, messages, names),
    [maxTokensField]: maxTokens,
    ...(temperature !== undefined && { temperature }),
    ...(stopSequences && { stop: stopSequences }),
    ...(metadata && { metadata }),
    ...(functions && { tools: functions }),
    ...(toolChoice && { tool_choice: toolChoice.mode }),
  };
}
