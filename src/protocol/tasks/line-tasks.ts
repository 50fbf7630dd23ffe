import type { Server } from '@modelcontextprotocol/server';
import type { ToolOutcome } from '../../common/content/content.js';
import type { ServerLog } from '../../common/server-log.js';
import type { Exchange } from '../../context/exchange.js';
import type { TaskRunner } from '../../jobs/task-runner.js';
import type { Registry } from '../../pipeline/registry.js';
import type { RequestGateway } from '../../pipeline/request-gateway.js';
import type { Line } from '../line.js';
import { CreatedTask } from './created-task.js';
import { sessionTasks } from './session-tasks.js';
import { StatusTeller } from './status-teller.js';
import { statelessTasks } from './stateless-tasks.js';
import { TaskCalls } from './task-calls.js';
import type { TaskMethods } from './task-methods.js';
import { sessionProjection, statelessProjection, type TaskProjection } from './task-projection.js';

export interface LineTasksParts {
  readonly tasks: TaskRunner;
  readonly gateway: RequestGateway;
  readonly registry: () => Registry;
  readonly log: ServerLog;
}

/** Background tasks as the clients of one line know them. */
export class LineTasks {
  /** Who answers requests about tasks. */
  readonly methods: TaskMethods;
  private readonly projection: TaskProjection;
  private readonly calls: TaskCalls;
  private readonly teller: StatusTeller | undefined;

  constructor(server: Server, line: Line, parts: LineTasksParts) {
    const { tasks, gateway, registry, log } = parts;
    this.projection = line.era === 'session' ? sessionProjection(registry) : statelessProjection;
    this.calls = new TaskCalls(tasks, gateway, log);
    if (line.era === 'stateless') {
      this.methods = statelessTasks(tasks, this.projection);
      return;
    }
    const { 'tasks/list': list, ...methods } = sessionTasks(parts, this.projection);
    this.methods = line.isIsolated ? methods : { ...methods, 'tasks/list': list! };
    if (!line.isIsolated) this.teller = new StatusTeller(server, parts);
  }

  /**
   * @returns what a call of a tool came to: a task, a result, or nothing yet, where it is to be run as any other
   * @throws RequestFault; ProtocolError where it failed as a task before the client knew of one
   */
  async intercept(exchange: Exchange): Promise<CreatedTask | ToolOutcome | undefined> {
    const begun = await this.calls.intercept(exchange);
    if (!begun || 'content' in begun) return begun;
    if ('ended' in begun) {
      if (begun.ended.status === 'failed') throw this.projection.error(begun.ended);
      return begun.ended.result as ToolOutcome;
    }
    this.teller?.follow(begun.task, exchange);
    return begun.created;
  }
}
