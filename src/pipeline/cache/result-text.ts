import type { ReadOutcome, ToolOutcome } from '../../common/content/content.js';
import { ResourceResult } from '../../common/content/resource-result.js';
import { ToolResult } from '../../common/content/tool-result.js';

/** A result that is not kept: it tells of an error, or it is none this server makes. */
export class NotKept extends Error {
  override readonly name = 'NotKept';
}

/** @throws NotKept */
export function toText(result: unknown): string {
  if (result instanceof ToolResult && !result.isError) return JSON.stringify(result);
  if (result instanceof ResourceResult) return JSON.stringify(result);
  throw new NotKept();
}

export function toResult(text: string): ToolResult | ResourceResult {
  const data = JSON.parse(text) as ToolOutcome | ReadOutcome;
  const prototype = 'contents' in data ? ResourceResult.prototype : ToolResult.prototype;
  return Object.assign(Object.create(prototype) as ToolResult | ResourceResult, data);
}
