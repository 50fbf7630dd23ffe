import type { ToolOutcome } from '../../common/content/content.js';
import { ToolCallError } from './tool-call-error.js';

/**
 * What a tool returned, as far as a client can tell: data, a text, or nothing; else the whole result.
 *
 * @throws ToolCallError where the tool answered with an error
 */
export function valueOf(tool: string, outcome: ToolOutcome): unknown {
  if (outcome.isError) throw new ToolCallError(tool, outcome);
  if (outcome.structuredContent !== undefined) return unwrapped(outcome);
  const [first, ...more] = outcome.content;
  if (first === undefined) return undefined;
  return more.length === 0 && first.type === 'text' ? first.text : outcome;
}

/**
 * Revisions up to 2025-11-25 have objects only: anything else comes as `{ result }` there, with the value itself as text.
 */
function unwrapped({ structuredContent: value, content: [first] }: ToolOutcome): unknown {
  const isWrapped = typeof value === 'object' && value !== null && Object.keys(value).join() === 'result';
  if (!isWrapped || first?.type !== 'text') return value;
  const { result } = value as { readonly result: unknown };
  return first.text === JSON.stringify(result) ? result : value;
}
