import type { Exchange } from '../../context/exchange.js';
import type { Flow } from '../../context/flow.js';
import type { TaskRecord } from '../task-record.js';
import { restoreCaller } from './caller-snapshot.js';
import type { TaskInput } from './task-input.js';
import { TaskPeer } from './task-peer.js';
import type { TaskScribe } from './task-scribe.js';

/**
 * The request a task began with, as its handler sees it in a worker: the same caller and the same parameters; who is at
 * the other end is the task's record.
 */
export function taskExchange(
  { id, attempt }: TaskRecord,
  { caller, request }: TaskInput,
  scribe: TaskScribe,
  signal: AbortSignal,
  flow: () => Flow,
): Exchange {
  return {
    ...restoreCaller(caller),
    ...request,
    meta: { progressToken: id, ...request.meta }, // being a task is asking for progress
    task: { id, attempt },
    signal,
    peer: new TaskPeer(scribe),
    get flow() {
      return flow();
    },
  };
}
