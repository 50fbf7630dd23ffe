import type { CallToolResult, ProtocolError, Server } from '@modelcontextprotocol/server';
import type { Task } from '../../jobs/task-record.js';
import type { Registry } from '../../pipeline/registry.js';
import { taskProtocolError } from '../errors.js';

/** What a task came to, in the form the client's revision has for it. */
export interface TaskProjection {
  /** Of a completed task: what its call would have been answered with. */
  result(task: Task): Readonly<Record<string, unknown>>;
  /** Of a failed one. */
  error(task: Task): ProtocolError;
}

/** For a client of a session, in the revision its server has agreed on. */
export function sessionProjection(server: Server, registry: () => Registry): TaskProjection {
  return {
    result: ({ name, result }) => {
      const schema = registry().tools.get(name)?.entry.outputSchema;
      return server.projectCallToolResult(result as CallToolResult, schema);
    },
    error: ({ error }) => taskProtocolError('session', error!),
  };
}

/** For clients of the stateless revision: the same on every line, so that no server is needed for it. */
export const statelessProjection: TaskProjection = {
  result: ({ result }) => withText(result as CallToolResult),
  error: ({ error }) => taskProtocolError('stateless', error!),
};

/** Some clients show text alone: a value that is no object is there as text, too, where the tool gave none. */
function withText(result: CallToolResult): Readonly<Record<string, unknown>> {
  const { structuredContent: value, content } = result as { structuredContent?: unknown } & CallToolResult;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (value === undefined || isObject || content.some(({ type }) => type === 'text')) return result;
  return { ...result, content: [...content, { type: 'text', text: JSON.stringify(value) }] };
}
