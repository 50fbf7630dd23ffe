import type { Eventually } from '../common/eventually.js';
import type { ToolResult } from '../common/content/tool-result.js';
import type { Exchange } from '../context/exchange.js';
import type { ComponentGateway } from '../context/resources/component-gateway.js';
import type { TaskPlan } from './task/task-plan.js';

/** The port through which requests from outside come in. */
export interface RequestGateway extends ComponentGateway {
  /**
   * How calls of the tool a request names become background tasks; `undefined` where they never do.
   *
   * @throws RequestFault where there is no such tool for the caller
   */
  taskPlan(exchange: Exchange): Promise<TaskPlan | undefined>;

  /**
   * Judges a call of a tool that shall run later, as it is judged when it runs: whether there is such a tool for the
   * caller, filters, guards, arguments.
   *
   * @param questions whether what parameters ask the user is asked now or when the call runs
   * @returns what the call comes to instead of running; `undefined` where it may run
   * @throws RequestFault
   */
  admit(exchange: Exchange, questions: 'now' | 'later'): Promise<ToolResult | undefined>;

  /**
   * Answers a request that is about no component, within the guards, interceptors and filters of the application.
   *
   * @throws RequestFault
   */
  surround(exchange: Exchange, answer: () => Promise<unknown>): Eventually<unknown>;
}
