import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Task } from '../../jobs/task-record.js';
import type { Registry } from '../../pipeline/registry.js';
import { taskProtocolError } from '../errors.js';
import type { ProtocolError } from '../sdk-errors.js';
import { toolResult } from '../tool-result.js';

/** What a task came to, in the form the client's revision has for it. */
export interface TaskProjection {
  /** Of a completed task: what its call would have been answered with. */
  result(task: Task): Readonly<Record<string, unknown>>;
  /** Of a failed one. */
  error(task: Task): ProtocolError;
}

/** For a client of a session. */
export function sessionProjection(registry: () => Registry): TaskProjection {
  return {
    result: ({ name, result }) => {
      const schema = registry().tools.get(name)?.entry.outputSchema;
      return toolResult('session', result as CallToolResult, schema);
    },
    error: ({ error }) => taskProtocolError('session', error!),
  };
}

/** For a client of the stateless revision. */
export const statelessProjection: TaskProjection = {
  result: ({ result }) => toolResult('stateless', result as CallToolResult, undefined),
  error: ({ error }) => taskProtocolError('stateless', error!),
};
