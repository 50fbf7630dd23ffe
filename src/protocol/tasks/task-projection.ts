import type { ProtocolError } from '@modelcontextprotocol/server';
import type { Task } from '../../jobs/task-record.js';

/** What a task came to, in the form the client's revision has for it. */
export interface TaskProjection {
  /** Of a completed task: what its call would have been answered with. */
  result(task: Task): Readonly<Record<string, unknown>>;
  /** Of a failed one. */
  error(task: Task): ProtocolError;
}
