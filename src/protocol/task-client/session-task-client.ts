import { setTimeout as pause } from 'node:timers/promises';
import type { ToolOutcome } from '../../common/content/content.js';
import type { SideChannel } from './side-channel.js';
import {
  isWireTask,
  onNews,
  snapshotOf,
  type Started,
  type TaskClient,
  type TaskSnapshot,
  type WireTask,
} from './task-client.js';

/**
 * Tasks as revision 2025-11-25 has them: who waits for the result is asked the questions, as requests to the client.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/tasks
 */
export class SessionTaskClient implements TaskClient {
  /**
   * @param interval between two looks at a task, in ms
   * @param meta goes with every request
   */
  constructor(
    private readonly channel: SideChannel,
    private readonly interval: number,
    private readonly meta: Readonly<Record<string, unknown>> = {},
  ) {}

  async start(tool: string, args: Readonly<Record<string, unknown>>): Promise<Started> {
    const result = await this.request('tools/call', { name: tool, arguments: args, task: {} });
    const { task } = result as { task?: unknown };
    return isWireTask(task)
      ? { kind: 'task', task: snapshotOf(task) }
      : { kind: 'done', outcome: result as ToolOutcome };
  }

  async get(taskId: string): Promise<TaskSnapshot> {
    return snapshotOf((await this.request('tasks/get', { taskId })) as WireTask);
  }

  async cancel(taskId: string): Promise<void> {
    await this.request('tasks/cancel', { taskId });
  }

  async result(taskId: string, onChange?: (task: TaskSnapshot) => void): Promise<ToolOutcome> {
    const over = new AbortController();
    const watching = onChange && this.watch(taskId, onNews(onChange), over.signal);
    try {
      return (await this.request('tasks/result', { taskId })) as ToolOutcome;
    } finally {
      over.abort();
      await watching;
    }
  }

  /** Only for show: what keeps it from looking ends the watching and nothing else. */
  private async watch(taskId: string, tell: (task: TaskSnapshot) => void, over: AbortSignal): Promise<void> {
    try {
      while (!over.aborted) {
        tell(await this.get(taskId));
        await pause(this.interval, undefined, { signal: over });
      }
    } catch {
      return;
    }
  }

  private request(method: string, params: object): Promise<unknown> {
    return this.channel.request(method, { ...params, _meta: this.meta });
  }
}
