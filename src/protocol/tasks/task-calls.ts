import type { ServerLog } from '../../common/server-log.js';
import type { ToolOutcome } from '../../common/content/content.js';
import type { Exchange } from '../../context/exchange.js';
import { SuspendableFlow } from '../../interaction/suspendable-flow.js';
import { ownerOf } from '../../jobs/tasks/owner.js';
import type { Task } from '../../jobs/task-record.js';
import type { TaskRunner } from '../../jobs/task-runner.js';
import type { RequestGateway } from '../../pipeline/request-gateway.js';
import { RequestFault } from '../../pipeline/request-fault.js';
import type { TaskPlan } from '../../pipeline/task/task-plan.js';
import { CreatedTask } from './created-task.js';
import { followsTasks, needsTasks } from './extension.js';
import { inForeground } from './in-foreground.js';
import { requestedTime } from './requested-time.js';
import { sessionTask } from './session-task.js';
import { statelessTask } from './stateless-task.js';

/** What a call of a tool came to without being run here: a task, or a result. */
export type Intercepted = { readonly created: CreatedTask; readonly task: Task } | { readonly ended: Task };

/**
 * Decides which calls become tasks, and makes them: over sessions the client decides, in the stateless revision the
 * server does, for clients that can follow a task.
 */
export class TaskCalls {
  constructor(
    private readonly tasks: TaskRunner,
    private readonly gateway: RequestGateway,
    private readonly log: ServerLog,
  ) {}

  /**
   * @returns what the call came to; `undefined` where it is to be run as any other
   * @throws RequestFault
   */
  async intercept(exchange: Exchange): Promise<Intercepted | ToolOutcome | undefined> {
    const plan = await this.gateway.taskPlan(exchange);
    return exchange.era === 'session' ? this.asClientWants(exchange, plan) : this.asFits(exchange, plan);
  }

  private async asClientWants(exchange: Exchange, plan: TaskPlan | undefined) {
    const wanted = exchange.params['task'];
    const name = String(exchange.params['name']);
    if (wanted === undefined) {
      if (plan?.support !== 'required') return undefined;
      throw new RequestFault(
        'task-required',
        `The tool '${name}' runs as a task only. Call it with params.task.`,
      );
    }
    if (!plan)
      throw new RequestFault(
        'task-forbidden',
        `The tool '${name}' does not run as a task. Call it without params.task.`,
      );
    const ttl = requestedTime(wanted);
    const refusal = await this.gateway.admit(exchange, 'later');
    if (refusal) throw new RequestFault('invalid-params', textOf(refusal));
    const task = await this.tasks.submit(exchange, { ttl });
    return { created: new CreatedTask({ task: sessionTask(task) }), task };
  }

  private async asFits(exchange: Exchange, plan: TaskPlan | undefined) {
    if (!plan) return undefined;
    if (!followsTasks(exchange)) {
      if (plan.support !== 'required') return undefined;
      throw needsTasks(`The tool '${String(exchange.params['name'])}'`);
    }
    const refusal = await this.gateway.admit(exchange, 'now');
    if (refusal) return refusal;
    const { flow } = exchange;
    const judged =
      flow instanceof SuspendableFlow ? { id: flow.id, journal: flow.journal.toJSON() } : undefined;
    const submitted = await this.tasks.submit(exchange, { flow: judged });
    const task =
      plan.after === undefined
        ? submitted
        : await inForeground(this.tasks, submitted, exchange, plan.after, this.log);
    if (plan.after !== undefined && (task.status === 'completed' || task.status === 'failed')) {
      this.tasks.forget(task.id, ownerOf(exchange)).catch((error: unknown) => {
        this.log.warn(
          `Task ${task.id} has given its result and could not be removed; its time will end it:`,
          error,
        );
      });
      return { ended: task };
    }
    return { created: new CreatedTask({ resultType: 'task', ...statelessTask(task) }), task };
  }
}

function textOf({ content }: ToolOutcome): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
}
