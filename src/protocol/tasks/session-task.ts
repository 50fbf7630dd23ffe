import { isTerminal, type Task, type TaskStatus } from '../../jobs/task-record.js';
import { isToolError, statusMessage } from './status-message.js';
import { commonFields, POLL_INTERVAL, timeToLive } from './task-wire.js';

/** Where a message belongs that is about a task, in its `_meta` (2025-11-25). */
export const RELATED_TASK = 'io.modelcontextprotocol/related-task';

/** The `_meta` of what is about a task. */
export function relatedTo(taskId: string) {
  return { [RELATED_TASK]: { taskId } };
}

/**
 * A task as revision 2025-11-25 has it.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/tasks
 */
export function sessionTask(task: Task) {
  return {
    ...commonFields(task, statusMessage(task)),
    status: sessionStatus(task),
    ttl: timeToLive(task),
    pollInterval: POLL_INTERVAL,
  };
}

/** A tool that reports an error has failed, in this revision. */
export function sessionStatus({ status, result }: Task): TaskStatus {
  return status === 'completed' && isToolError(result) ? 'failed' : status;
}

/** Why a task cannot be cancelled any more, where that is so. */
export function cancelObstacle(task: Task): string | undefined {
  if (!isTerminal(task.status)) return undefined;
  return `Cannot cancel task: already in terminal status '${sessionStatus(task)}'`;
}
