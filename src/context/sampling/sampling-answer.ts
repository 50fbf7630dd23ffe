import type { SamplingContent } from './messages/sampling-message.js';

/** What a model said in one turn. */
export interface SamplingAnswer {
  readonly model: string;
  readonly content: readonly SamplingContent[];
  /** `endTurn`, `stopSequence`, `maxTokens`, `toolUse`, or what the model's own maker calls it. */
  readonly stopReason: string | undefined;
}

/**
 * Reads what came back for a `sampling/createMessage`.
 *
 * @throws TypeError that says what is wrong with it
 */
export function readSamplingAnswer(raw: unknown): SamplingAnswer {
  const { model, content, stopReason } = (raw ?? {}) as { model?: unknown; content?: unknown; stopReason?: unknown };
  if (typeof model !== 'string') throw new TypeError('the answer names no model');
  const blocks: unknown[] = Array.isArray(content) ? content : [content];
  if (!blocks.every(isBlock)) throw new TypeError('the answer holds something else than text, image, audio or tool_use');
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
      return typeof id === 'string' && typeof name === 'string' && typeof input === 'object' && input !== null;
    }
    default:
      return false;
  }
}
