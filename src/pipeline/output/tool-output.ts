import type { ContentBlock } from '../../common/content.js';
import { jsonObstacle } from '../../common/json-value.js';
import { PorticoError } from '../../common/portico-error.js';
import { ToolResult } from '../../common/tool-result.js';
import { formatProblems } from '../../schema/index.js';
import type { ToolComponent } from '../component.js';

/**
 * What a tool returned, as content: text stays text, nothing is an empty success, everything else is structured
 * content with its JSON beside it as text.
 *
 * @throws PorticoError `PORTICO_RESULT_VALUE` for a value JSON cannot carry, `PORTICO_RESULT_SCHEMA` for one that is
 * not what the tool advertises
 */
export async function toToolOutcome(tool: ToolComponent, returned: unknown): Promise<ToolResult> {
  if (returned instanceof ToolResult) return returned;
  if (tool.output) return structured(await enforce(tool, returned));
  if (returned === undefined || returned === null) return new ToolResult([]);
  if (typeof returned === 'object') return structured(toJson(tool, returned));
  refuseUnlessJson(tool, returned);
  return new ToolResult([text(String(returned))]);
}

async function enforce(tool: ToolComponent, returned: unknown): Promise<unknown> {
  const value = toJson(tool, tool.output!.serialize(returned));
  const result = await tool.output!.parse(value);
  if (result.ok) return value;
  throw new PorticoError(
    'PORTICO_RESULT_SCHEMA',
    `${tool.where} returned something else than the output it declares:\n${formatProblems(result.problems)}`,
  );
}

/** The value as a client would see it: plain JSON data, detached from the handler's own objects. */
function toJson(tool: ToolComponent, value: unknown): unknown {
  refuseUnlessJson(tool, value);
  return JSON.parse(JSON.stringify(value)) as unknown;
}

function refuseUnlessJson(tool: ToolComponent, value: unknown): void {
  const obstacle = jsonObstacle(value, 'accept');
  if (obstacle)
    throw new PorticoError(
      'PORTICO_RESULT_VALUE',
      `${tool.where} returned a value that JSON cannot carry: ${obstacle.path || 'the value'} is ${obstacle.what}. Return plain data.`,
    );
}

function structured(value: unknown): ToolResult {
  return new ToolResult([text(JSON.stringify(value))], { structuredContent: value });
}

function text(value: string): ContentBlock {
  return { type: 'text', text: value };
}
