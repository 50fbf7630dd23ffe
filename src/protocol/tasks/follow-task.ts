import { Bell } from '../../jobs/tasks/bell.js';
import { isTerminal, type Task } from '../../jobs/task-record.js';
import type { TaskRunner } from '../../jobs/task-runner.js';
import { unknownTask } from './task-wire.js';

/** How often a task is looked at although nobody told of a change, in ms. */
const DOUBT = 2_000;

/**
 * A task as it stands, and again whenever it may have changed, until it has ended.
 *
 * @throws RequestFault where there is no such task (any more); the reason of the signal
 */
export async function* followTask(
  tasks: TaskRunner,
  id: string,
  owner: string,
  signal: AbortSignal,
): AsyncGenerator<Task, void> {
  const bell = new Bell();
  const unwatch = tasks.watch(id, bell.ring); // before the first look, so that no change is missed
  const doubt = setInterval(bell.ring, DOUBT);
  signal.addEventListener('abort', bell.ring, { once: true });
  try {
    for (;;) {
      signal.throwIfAborted();
      const task = await tasks.get(id, owner);
      if (!task) throw unknownTask();
      yield task;
      if (isTerminal(task.status)) return;
      await bell.heard();
    }
  } finally {
    signal.removeEventListener('abort', bell.ring);
    clearInterval(doubt);
    unwatch();
  }
}
