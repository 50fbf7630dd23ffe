import { PorticoError } from '../../../common/portico-error.js';
import { pairingProblem } from './pairing-problem.js';
import type {
  SamplingContent,
  SamplingInput,
  SamplingMessage,
  SamplingMessageLike,
} from './sampling-message.js';

const types = ['text', 'image', 'audio', 'tool_use', 'tool_result'];

/**
 * The conversation in full form.
 *
 * @param what the call of the tool's author, for messages: `ctx.sample`
 * @throws PorticoError `PORTICO_SAMPLE_MESSAGES` for what is no conversation a model can go on with
 */
export function toMessages(input: SamplingInput, what: string): SamplingMessage[] {
  const given: unknown[] = Array.isArray(input) ? [...(input as readonly unknown[])] : [input];
  const problem =
    given.length === 0 ? 'there are none' : given.map(messageProblem).find((found) => found !== undefined);
  if (problem !== undefined) throw unusable(what, problem);
  const messages = given.map((message) => toMessage(message as string | SamplingMessageLike));
  const unpaired = pairingProblem(messages);
  if (unpaired !== undefined) throw unusable(what, unpaired);
  return messages;
}

function toMessage(message: string | SamplingMessageLike): SamplingMessage {
  if (typeof message === 'string') return { role: 'user', content: [{ type: 'text', text: message }] };
  const { role, content } = message;
  if (typeof content === 'string') return { role, content: [{ type: 'text', text: content }] };
  return {
    role,
    content: Array.isArray(content) ? (content as readonly SamplingContent[]) : [content as SamplingContent],
  };
}

function messageProblem(message: unknown, at: number): string | undefined {
  if (typeof message === 'string') return undefined;
  if (typeof message !== 'object' || message === null)
    return `messages[${at}] is neither a text nor a message`;
  const { role, content } = message as { role?: unknown; content?: unknown };
  if (role !== 'user' && role !== 'assistant') return `messages[${at}].role must be 'user' or 'assistant'`;
  if (typeof content === 'string') return undefined;
  const blocks: unknown[] = Array.isArray(content) ? content : [content];
  if (blocks.length === 0) return `messages[${at}].content is empty`;
  const wrong = blocks.find((block) => !types.includes(typeOf(block)));
  return wrong === undefined
    ? undefined
    : `messages[${at}].content holds a block of type '${typeOf(wrong)}'; a model takes ${types.join(', ')}`;
}

function typeOf(block: unknown): string {
  return String((block as { type?: unknown } | null | undefined)?.type);
}

function unusable(what: string, problem: string): PorticoError {
  return new PorticoError(
    'PORTICO_SAMPLE_MESSAGES',
    `${what} cannot send these messages: ${problem}. Give a text, or an array of texts and { role, content }.`,
  );
}
