import { toolUsesOf } from './messages/blocks.js';
import type { SamplingContent } from './messages/sampling-message.js';
import type { SamplingRequest } from './sampling-request.js';

/** What a model said in one turn. */
export interface SamplingAnswer {
  readonly model: string;
  readonly content: readonly SamplingContent[];
  /** `endTurn`, `stopSequence`, `maxTokens`, `toolUse`, or what the model's own maker calls it. */
  readonly stopReason: string | undefined;
}

/**
 * Reads what came back for a request.
 *
 * @throws TypeError that says what is wrong with it
 */
export function readSamplingAnswer({ tools }: SamplingRequest, raw: unknown): SamplingAnswer {
  const { model, content, stopReason } = (raw ?? {}) as {
    model?: unknown;
    content?: unknown;
    stopReason?: unknown;
  };
  if (typeof model !== 'string') throw new TypeError('the answer names no model');
  const blocks: unknown[] = Array.isArray(content) ? content : [content];
  if (!blocks.every(isBlock))
    throw new TypeError('the answer holds something else than text, image, audio or tool_use');
  const [use] = tools ? [] : toolUsesOf({ content: blocks });
  if (use) throw new TypeError(`the answer calls the tool '${use.name}', but none was offered`);
  return { model, content: blocks, stopReason: typeof stopReason === 'string' ? stopReason : undefined };
}

function isBlock(block: unknown): block is SamplingContent {
  const { type, ...rest } = (block ?? {}) as Partial<Record<string, unknown>>;
  switch (type) {
    case 'text':
      return typeof rest['text'] === 'string';
    case 'image':
    case 'audio':
      return typeof rest['data'] === 'string' && typeof rest['mimeType'] === 'string';
    case 'tool_use': {
      const { id, name, input } = rest;
      return (
        typeof id === 'string' && typeof name === 'string' && typeof input === 'object' && input !== null
      );
    }
    default:
      return false;
  }
}
