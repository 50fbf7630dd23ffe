import { toolResultsOf, toolUsesOf } from './blocks.js';
import type { SamplingMessage } from './sampling-message.js';

/**
 * What breaks the protocol's rule for tools in a conversation: every `tool_use` of the model is answered by exactly one
 * `tool_result`, in the next message, which is the user's and holds nothing else.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/client/sampling
 */
export function pairingProblem(messages: readonly SamplingMessage[]): string | undefined {
  for (const [i, message] of messages.entries()) {
    const results = toolResultsOf(message);
    const asked = toolUsesOf(messages[i - 1]);
    if (message.role === 'user' && toolUsesOf(message).length > 0)
      return `messages[${i}] has a tool_use of the user`;
    if (message.role === 'assistant' && results.length > 0)
      return `messages[${i}] has a tool_result of the assistant`;
    if (results.length > 0 && results.length < message.content.length)
      return `messages[${i}] holds more than tool_result blocks`;
    const answered = results.map(({ toolUseId }) => toolUseId);
    const open = asked.find(({ id }) => !answered.includes(id));
    if (open) return `messages[${i}] does not answer the tool_use '${open.id}'`;
    const stray = answered.find(
      (id, at) => !asked.some((use) => use.id === id) || answered.indexOf(id) !== at,
    );
    if (stray !== undefined) return `messages[${i}] answers '${stray}', which no open tool_use asks for`;
  }
  const [open] = toolUsesOf(messages.at(-1));
  return open && `the tool_use '${open.id}' at the end is not answered`;
}
