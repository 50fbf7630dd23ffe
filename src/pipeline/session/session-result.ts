import { content } from '../../common/content/create-content.js';
import { ToolResult } from '../../common/content/tool-result.js';
import { SESSION_META } from '../../context/state/handles/session-meta.js';
import type { ToolComponent } from '../component.js';
import { SESSION_ARGUMENT } from './session-argument.js';

/**
 * The result of a call that began a session, with its handle: in `_meta` for programs, as a line of text for models,
 * and as a property of the structured content, since many clients show a model nothing else. The last only where the
 * structured content is an object without such a property, and the tool's output schema allows one more.
 */
export async function withSession(tool: ToolComponent, result: ToolResult, id: string): Promise<ToolResult> {
  const { structuredContent, isError, _meta } = result;
  const named = await nameIn(tool, structuredContent, id);
  const blocks = named === structuredContent ? result.content : sameText(result, named);
  const line = content.text(
    `session: ${id}\nPass it as the argument '${SESSION_ARGUMENT}' of later calls to go on with this session.`,
  );
  return new ToolResult([...blocks, line], {
    structuredContent: named,
    ...(isError && { isError }),
    meta: { ..._meta, [SESSION_META]: id },
  });
}

async function nameIn(tool: ToolComponent, structured: unknown, id: string): Promise<unknown> {
  const isObject = typeof structured === 'object' && structured !== null && !Array.isArray(structured);
  if (!isObject || SESSION_ARGUMENT in structured) return structured;
  const named = { ...structured, [SESSION_ARGUMENT]: id };
  if (!tool.output) return named;
  return (await tool.output.parse(named)).ok ? named : structured;
}

/** Where a block says the structured content as text, it goes on saying the same. */
function sameText({ content: blocks, structuredContent }: ToolResult, named: unknown) {
  const before = JSON.stringify(structuredContent);
  return blocks.map((block) =>
    block.type === 'text' && block.text === before ? { ...block, text: JSON.stringify(named) } : block,
  );
}
