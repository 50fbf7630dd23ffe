import { setTimeout as pause } from 'node:timers/promises';
import type { ToolOutcome } from '../../common/content/content.js';
import { PorticoError } from '../../common/portico-error.js';
import type { TaskClient, TaskSnapshot } from '../../protocol/task-client/task-client.js';
import { takeErrorCode } from '../calls/error-code.js';
import { valueOf } from '../calls/value-of.js';

/** How long {@link TestTask.until} waits, in ms. */
const PATIENCE = 10_000;

/**
 * A call that became a background task, as a client sees it.
 *
 * @example
 * ```ts
 * const task = await client.startTask('report', { year: 2026 });
 * await task.until('input_required');
 * const report = await task.result(); // answers its questions by onElicit
 * ```
 */
export class TestTask<V = unknown> {
  /** Where the task was seen to stand, while its result was waited for; each only when it was another than before. */
  readonly seen: TaskSnapshot[] = [];

  constructor(
    private readonly client: TaskClient,
    readonly tool: string,
    readonly id: string,
    private readonly throwProblem: () => void,
  ) {}

  /** Where it stands now. */
  status(): Promise<TaskSnapshot> {
    return this.client.get(this.id);
  }

  /**
   * Waits until it has a status.
   *
   * @param ms how long at most
   * @throws PorticoError `PORTICO_TEST_CLIENT` when it ends otherwise, or not in time
   */
  async until(status: TaskSnapshot['status'], ms = PATIENCE): Promise<TaskSnapshot> {
    const end = performance.now() + ms;
    for (;;) {
      const task = await this.status();
      if (task.status === status) return task;
      const isOver = ['completed', 'failed', 'cancelled'].includes(task.status);
      if (isOver || performance.now() > end)
        throw new PorticoError(
          'PORTICO_TEST_CLIENT',
          `Task ${this.id} of ${this.tool} is ${task.status}${task.message ? ` (${task.message})` : ''}, and was to be ${status}${isOver ? '' : ` within ${ms} ms`}.`,
        );
      await pause(20);
    }
  }

  /**
   * Waits for what the tool returns. Its questions are answered as those of a call.
   *
   * @throws ToolCallError where the tool answered with an error; RequestRefused where the task failed or was cancelled
   */
  async result(): Promise<V> {
    return valueOf(this.tool, await this.outcome()) as V;
  }

  /** The same, as the client gets it. */
  async outcome(): Promise<ToolOutcome> {
    try {
      return takeErrorCode(await this.client.result(this.id, (task) => void this.seen.push(task)));
    } finally {
      this.throwProblem();
    }
  }

  async cancel(): Promise<void> {
    await this.client.cancel(this.id);
  }
}
