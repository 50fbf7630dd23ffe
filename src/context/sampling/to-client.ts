import type { SamplingMessage } from './messages/sampling-message.js';
import type { SamplingRequest } from './sampling-request.js';

/**
 * A request as clients take it. A message of several blocks came with the tools: a client that knows nothing of them
 * gets its blocks as messages that follow each other.
 *
 * @param severalBlocks whether the client knows messages of several blocks
 */
export function toClient(
  { messages, ...rest }: SamplingRequest,
  severalBlocks: boolean,
): Readonly<Record<string, unknown>> {
  return { messages: messages.flatMap((message) => toWire(message, severalBlocks)), ...rest };
}

function toWire({ role, content }: SamplingMessage, severalBlocks: boolean): object[] {
  if (content.length > 1 && severalBlocks) return [{ role, content }];
  return content.map((block) => ({ role, content: block }));
}
