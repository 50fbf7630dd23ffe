import type { ContentBlock, ToolOutcome } from '../../../common/content/content.js';
import { isContent } from '../../../common/content/content-brand.js';
import { content } from '../../../common/content/create-content.js';
import { ToolResult } from '../../../common/content/tool-result.js';
import { jsonObstacle } from '../../../common/json-value.js';
import { PorticoError } from '../../../common/portico-error.js';

/**
 * What a function returned, for the model: text stays text, content stays content, data is JSON.
 *
 * @throws PorticoError `PORTICO_RESULT_VALUE` for what JSON cannot carry
 */
export function toOutcome(name: string, returned: unknown): ToolOutcome {
  if (returned instanceof ToolResult) return returned;
  if (returned === undefined || returned === null) return { content: [] };
  if (typeof returned === 'string') return { content: [content.text(returned)] };
  if (isContent(returned)) return { content: [returned] };
  if (isMixedContent(returned))
    return { content: returned.map((item) => (typeof item === 'string' ? content.text(item) : item)) };
  const obstacle = jsonObstacle(returned, 'accept');
  if (obstacle)
    throw new PorticoError(
      'PORTICO_RESULT_VALUE',
      `The sampling tool '${name}' returned a value that JSON cannot carry: ${obstacle.path || 'the value'} is ${obstacle.what}. Return plain data.`,
    );
  const text = JSON.stringify(returned);
  return { content: [content.text(text)], structuredContent: JSON.parse(text) as unknown };
}

/** Blocks and texts, at least one of them a block: an array of texts alone is data. */
function isMixedContent(value: unknown): value is (string | ContentBlock)[] {
  return (
    Array.isArray(value) &&
    value.some(isContent) &&
    value.every((item) => typeof item === 'string' || isContent(item))
  );
}
