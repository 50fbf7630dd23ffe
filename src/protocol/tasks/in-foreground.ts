import { isPorticoError } from '../../common/portico-error.js';
import type { ServerLog } from '../../common/server-log.js';
import type { Exchange } from '../../context/exchange.js';
import { ownerOf } from '../../jobs/tasks/owner.js';
import type { Task } from '../../jobs/task-record.js';
import type { TaskRunner } from '../../jobs/task-runner.js';
import { followTask } from './follow-task.js';
import { ProgressTeller } from './progress-teller.js';

/**
 * Waits for a task while its client still waits for the answer of the call, which hears of its progress meanwhile.
 * Whoever goes away before knowing of the task has cancelled it.
 *
 * @param ms how long at most
 * @returns the task as it stands then: ended, asking, or going on
 */
export async function inForeground(
  tasks: TaskRunner,
  task: Task,
  exchange: Exchange,
  ms: number,
  log: ServerLog,
): Promise<Task> {
  const owner = ownerOf(exchange);
  const isOver = AbortSignal.timeout(ms);
  const progress = new ProgressTeller(exchange.meta, async (notification) =>
    exchange.peer.notify(notification),
  );
  let latest = task;
  try {
    for await (latest of followTask(tasks, task.id, owner, AbortSignal.any([isOver, exchange.signal]))) {
      await progress.tell(latest.progress);
      if (latest.status !== 'working') return latest;
    }
  } catch (error) {
    if (exchange.signal.aborted) await tasks.cancel(task.id, owner);
    else if (isOver.aborted) return latest;
    else if (!isPorticoError(error)) {
      log.warn(`Task ${task.id} goes on, but cannot be looked at while its client waits:`, error);
      return latest;
    }
    throw error;
  }
  return latest;
}
