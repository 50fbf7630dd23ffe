import type { Exchange } from '../../context/exchange.js';
import { ownerOf } from '../../jobs/tasks/owner.js';
import type { TaskRunner } from '../../jobs/task-runner.js';
import { RequestFault } from '../../pipeline/request-fault.js';
import { followsTasks, needsTasks } from './extension.js';
import { detailedTask } from './stateless-task.js';
import type { TaskMethods } from './task-methods.js';
import type { TaskProjection } from './task-projection.js';
import { taskIdOf, unknownTask } from './task-wire.js';

/** The methods of the extension `io.modelcontextprotocol/tasks`, for clients that declare it. */
export function statelessTasks(tasks: TaskRunner, projection: TaskProjection): TaskMethods {
  return {
    'tasks/get': async (exchange) => {
      const task = await tasks.get(allowedId(exchange), ownerOf(exchange));
      if (!task) throw unknownTask();
      return detailedTask(task, projection);
    },
    'tasks/update': async (exchange, { attempt: { answers } }) => {
      const id = allowedId(exchange);
      if (!isRecord(answers))
        throw new RequestFault('invalid-params', 'tasks/update: params.inputResponses must be an object');
      if (!(await tasks.answer(id, ownerOf(exchange), answers))) throw unknownTask();
      return {};
    },
    'tasks/cancel': async (exchange) => {
      if (!(await tasks.cancel(allowedId(exchange), ownerOf(exchange)))) throw unknownTask();
      return {};
    },
  };
}

function allowedId(exchange: Exchange): string {
  const { method, params } = exchange;
  if (!followsTasks(exchange)) throw needsTasks(method);
  return taskIdOf(params, method);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
