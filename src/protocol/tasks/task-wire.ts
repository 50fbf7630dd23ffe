import type { PeerRequest } from '../../context/peer.js';
import type { Task } from '../../jobs/task-record.js';
import { RequestFault } from '../../pipeline/request-fault.js';

/** How often a client should look at a task that goes on, in ms. */
export const POLL_INTERVAL = 500;

/** What both revisions say of a task, in the same words. */
export function commonFields({ id, created, updated }: Task, message: string | undefined) {
  return {
    taskId: id,
    ...(message !== undefined && { statusMessage: message }),
    createdAt: new Date(created).toISOString(),
    lastUpdatedAt: new Date(updated).toISOString(),
  };
}

/** How long the task is kept at least, from its creation, in ms. */
export function timeToLive({ created, expires }: Task): number {
  return Math.ceil(expires - created);
}

/** A question as clients read it: one without parameters says so by leaving them out. */
export function toWireRequest({ method, params }: PeerRequest) {
  return { method, params: { ...params } };
}

/** The answer where there is no such task, or it is another's, which must look the same. */
export function unknownTask(): RequestFault {
  return new RequestFault('invalid-params', 'Failed to retrieve task: Task not found');
}

/** @throws RequestFault */
export function taskIdOf({ taskId }: Readonly<Record<string, unknown>>, method: string): string {
  if (typeof taskId === 'string') return taskId;
  throw new RequestFault('invalid-params', `${method}: params.taskId must be a string`);
}
