import { collectBytes, isByteSource, type ByteSource } from '../../common/content/bytes.js';
import type { ContentBlock } from '../../common/content/content.js';
import { isContent } from '../../common/content/content-brand.js';
import { content } from '../../common/content/create-content.js';
import { ToolResult } from '../../common/content/tool-result.js';
import { jsonObstacle } from '../../common/json-value.js';
import { PorticoError } from '../../common/portico-error.js';
import { formatProblems, shapeInstances, type CompiledSchema } from '../../schema/index.js';
import type { ToolComponent } from '../component.js';

/**
 * What a tool returned, as a result: text stays text, content blocks stay content, nothing is an empty success, bytes
 * are an embedded resource, everything else is structured content with its JSON beside it as text.
 *
 * @throws PorticoError `PORTICO_RESULT_VALUE` for a value JSON cannot carry, `PORTICO_RESULT_SCHEMA` for one that is
 * not what the tool advertises
 */
export function toToolResult(
  tool: Pick<ToolComponent, 'where' | 'entry' | 'output'>,
  returned: unknown,
): ToolResult | Promise<ToolResult> {
  if (returned instanceof ToolResult) return returned;
  if (tool.output) return enforce(tool, tool.output, returned);
  // What most tools return: nothing else can become of a text.
  if (typeof returned === 'string') return new ToolResult([content.text(returned)]);
  if (returned === undefined || returned === null) return new ToolResult([]);
  if (isContent(returned)) return new ToolResult([returned]);
  if (isMixedContent(returned))
    return new ToolResult(returned.map((item) => (typeof item === 'string' ? content.text(item) : item)));
  if (isByteSource(returned)) return bytes(tool, returned);
  if (typeof returned === 'object') return structured(toJson(tool, shapeInstances(returned)));
  refuseUnlessJson(tool, returned);
  return new ToolResult([content.text(JSON.stringify(returned))]);
}

/** Blocks and texts, at least one of them a block: an array of texts alone is data. */
function isMixedContent(value: unknown): value is (string | ContentBlock)[] {
  return (
    Array.isArray(value) &&
    value.some(isContent) &&
    value.every((item) => typeof item === 'string' || isContent(item))
  );
}

async function bytes({ entry }: Pick<ToolComponent, 'entry'>, source: ByteSource): Promise<ToolResult> {
  return new ToolResult([content.resource(`result://${entry.name}`, await collectBytes(source))]);
}

async function enforce(
  tool: Pick<ToolComponent, 'where' | 'entry' | 'output'>,
  output: CompiledSchema,
  returned: unknown,
): Promise<ToolResult> {
  const value = toJson(tool, output.serialize(returned));
  const result = await output.parse(value);
  if (result.ok) return structured(value);
  throw new PorticoError(
    'PORTICO_RESULT_SCHEMA',
    `${tool.where} returned something else than the output it declares:\n${formatProblems(result.problems)}`,
  );
}

/** The value as a client would see it: plain JSON data, detached from the handler's own objects. */
function toJson(tool: Pick<ToolComponent, 'where' | 'entry' | 'output'>, value: unknown): unknown {
  refuseUnlessJson(tool, value);
  return JSON.parse(JSON.stringify(value)) as unknown;
}

function refuseUnlessJson(tool: Pick<ToolComponent, 'where' | 'entry' | 'output'>, value: unknown): void {
  const obstacle = jsonObstacle(value, 'accept');
  if (obstacle)
    throw new PorticoError(
      'PORTICO_RESULT_VALUE',
      `${tool.where} returned a value that JSON cannot carry: ${obstacle.path || 'the value'} is ${obstacle.what}. Return plain data.`,
    );
}

function structured(value: unknown): ToolResult {
  return new ToolResult([content.text(JSON.stringify(value))], { structuredContent: value });
}
