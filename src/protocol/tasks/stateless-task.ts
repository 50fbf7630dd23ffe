import type { Task } from '../../jobs/task-record.js';
import type { TaskProjection } from './task-projection.js';
import { statusMessage } from './status-message.js';
import { commonFields, POLL_INTERVAL, timeToLive, toWireRequest } from './task-wire.js';

/**
 * A task as the stateless revision has it, without what it came to.
 *
 * @see SEP-2663
 */
export function statelessTask(task: Task) {
  return {
    ...commonFields(task, statusMessage(task)),
    status: task.status,
    ttlMs: timeToLive(task),
    pollIntervalMs: POLL_INTERVAL,
  };
}

/** The same with its open questions, its result or its error. */
export function detailedTask(task: Task, projection: TaskProjection) {
  return { ...statelessTask(task), ...detail(task, projection) };
}

function detail(task: Task, projection: TaskProjection): object {
  switch (task.status) {
    case 'input_required': {
      const open = Object.entries(task.questions).map(([key, request]) => [key, toWireRequest(request)]);
      return { inputRequests: Object.fromEntries(open) as object };
    }
    case 'completed':
      // The official client reads the kind of a result that stands within another, too.
      return { result: { resultType: 'complete', ...projection.result(task) } };
    case 'failed': {
      const { code, message, data } = projection.error(task);
      return { error: { code, message, ...(data !== undefined && { data }) } };
    }
    default:
      return {};
  }
}
