import type { ServerLog } from '../../common/server-log.js';
import type { Exchange } from '../../context/exchange.js';
import { ownerOf } from '../../jobs/tasks/owner.js';
import { isTaskCursor } from '../../jobs/tasks/task-cursor.js';
import { isTerminal, type Task } from '../../jobs/task-record.js';
import type { TaskRunner } from '../../jobs/task-runner.js';
import { RequestFault } from '../../pipeline/request-fault.js';
import type { Inbound } from '../inbound.js';
import { followTask } from './follow-task.js';
import { cancelObstacle, relatedTo, sessionTask } from './session-task.js';
import type { TaskMethods } from './task-methods.js';
import type { TaskProjection } from './task-projection.js';
import { TaskQuestions } from './task-questions.js';
import { taskIdOf, unknownTask } from './task-wire.js';

/** How many tasks a page of `tasks/list` has. */
const PAGE = 50;

export interface SessionTaskParts {
  readonly tasks: TaskRunner;
  readonly log: ServerLog;
}

/** The task methods of revision 2025-11-25. */
export function sessionTasks(parts: SessionTaskParts, projection: TaskProjection): TaskMethods {
  const { tasks } = parts;
  const find = async (exchange: Exchange): Promise<Task> => {
    const task = await tasks.get(taskIdOf(exchange.params, exchange.method), ownerOf(exchange));
    if (!task) throw unknownTask();
    return task;
  };
  return {
    'tasks/get': async (exchange) => sessionTask(await find(exchange)),
    'tasks/list': async (exchange) => {
      const { cursor } = exchange.params;
      if (cursor !== undefined && !isTaskCursor(cursor))
        throw new RequestFault('invalid-params', 'Invalid cursor');
      const { tasks: page, next } = await tasks.list(ownerOf(exchange), PAGE, cursor);
      return { tasks: page.map(sessionTask), ...(next !== undefined && { nextCursor: next }) };
    },
    'tasks/cancel': async (exchange) => {
      const { id, ...found } = await find(exchange);
      const obstacle = cancelObstacle({ id, ...found });
      if (obstacle !== undefined) throw new RequestFault('invalid-params', obstacle);
      const task = await tasks.cancel(id, ownerOf(exchange));
      if (!task) throw unknownTask();
      if (task.status !== 'cancelled') throw new RequestFault('invalid-params', cancelObstacle(task)!);
      return sessionTask(task);
    },
    'tasks/result': async (exchange, request) => {
      return resultOf(await ended(await find(exchange), exchange, request, parts), projection);
    },
  };
}

/** Waits for the end of a task, and meanwhile brings its questions to the client. */
async function ended(
  { id }: Task,
  exchange: Exchange,
  request: Inbound,
  { tasks, log }: SessionTaskParts,
): Promise<Task> {
  const owner = ownerOf(exchange);
  const questions = new TaskQuestions(
    id,
    (question, options) => request.send(question, options),
    (key, answer) => tasks.answer(id, owner, { [key]: answer }),
    (error) => log.error(`An answer to a question of task ${id} could not be kept:`, error),
  );
  try {
    for await (const task of followTask(tasks, id, owner, request.signal)) {
      if (isTerminal(task.status)) return task;
      questions.update(task.questions);
    }
  } finally {
    questions.end();
  }
  throw unknownTask();
}

function resultOf(task: Task, projection: TaskProjection): unknown {
  if (task.status === 'failed') throw projection.error(task);
  if (task.status === 'cancelled') throw new RequestFault('internal', 'The task was cancelled.');
  const { _meta, ...result } = projection.result(task) as { readonly _meta?: object };
  return { ...result, _meta: { ..._meta, ...relatedTo(task.id) } };
}
