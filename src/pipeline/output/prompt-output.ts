import type { ContentBlock, PromptMessage, PromptOutcome } from '../../common/content/content.js';
import { PorticoError } from '../../common/portico-error.js';
import type { PromptComponent } from '../component.js';

/** A message of a prompt as a handler may write it: a text stands for one block of text. */
export interface PromptMessageLike {
  readonly role: 'user' | 'assistant';
  readonly content: string | ContentBlock;
}

/**
 * What a prompt returned, as messages: a text is one message of the user.
 *
 * @throws PorticoError `PORTICO_RESULT_VALUE` for anything but a text or messages
 */
export function toPromptOutcome(
  prompt: Pick<PromptComponent, 'where' | 'entry'>,
  returned: unknown,
): PromptOutcome {
  const { description } = prompt.entry;
  const messages = typeof returned === 'string' ? [{ role: 'user' as const, content: returned }] : returned;
  if (!Array.isArray(messages) || !messages.every(isMessage))
    throw new PorticoError(
      'PORTICO_RESULT_VALUE',
      `${prompt.where} must return a text, or an array of { role: 'user' | 'assistant', content }.`,
    );
  return { ...(description !== undefined && { description }), messages: messages.map(toMessage) };
}

function isMessage(value: unknown): value is PromptMessageLike {
  if (typeof value !== 'object' || value === null) return false;
  const { role, content } = value as Partial<PromptMessageLike>;
  const isBlock = typeof content === 'object' && content !== null && typeof content.type === 'string';
  return (role === 'user' || role === 'assistant') && (typeof content === 'string' || isBlock);
}

function toMessage({ role, content }: PromptMessageLike): PromptMessage {
  return { role, content: typeof content === 'string' ? { type: 'text', text: content } : content };
}
