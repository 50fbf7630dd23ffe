import { setTimeout as pause } from 'node:timers/promises';
import type { ToolOutcome } from '../../common/content/content.js';
import { RequestRefused, type SideChannel } from './side-channel.js';
import {
  isWireTask,
  onNews,
  snapshotOf,
  type Started,
  type TaskClient,
  type TaskSnapshot,
  type WireTask,
} from './task-client.js';

interface Question {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

interface DetailedTask extends WireTask {
  readonly inputRequests?: Readonly<Record<string, Question>>;
  readonly result?: ToolOutcome;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** Answers a question of the server, as the client would. */
export type Answerer = (method: string, params: Readonly<Record<string, unknown>>) => Promise<object>;

/**
 * Tasks as the extension of revision 2026-07-28 has them: the client looks at the task again and again, finds its questions
 * there, and brings the answers.
 *
 * @see SEP-2663
 */
export class StatelessTaskClient implements TaskClient {
  /**
   * @param interval between two looks at a task, in ms
   * @param meta goes with every request: the revision, the client and its capabilities, the extension among them
   */
  constructor(
    private readonly channel: SideChannel,
    private readonly interval: number,
    private readonly meta: Readonly<Record<string, unknown>>,
    private readonly answer: Answerer,
  ) {}

  async start(tool: string, args: Readonly<Record<string, unknown>>): Promise<Started> {
    const params = { name: tool, arguments: args };
    let result = await this.request('tools/call', params);
    for (;;) {
      if (isWireTask(result)) return { kind: 'task', task: snapshotOf(result) };
      const { inputRequests, requestState } = result as InputRequired;
      if (!inputRequests) return { kind: 'done', outcome: result as ToolOutcome };
      // What a tool asks before it becomes a task is answered as in every other call.
      const inputResponses = await this.answers(inputRequests);
      result = await this.request('tools/call', { ...params, inputResponses, requestState });
    }
  }

  async get(taskId: string): Promise<TaskSnapshot> {
    return snapshotOf(await this.look(taskId));
  }

  async cancel(taskId: string): Promise<void> {
    await this.request('tasks/cancel', { taskId });
  }

  async result(taskId: string, onChange?: (task: TaskSnapshot) => void): Promise<ToolOutcome> {
    const tell = onNews(onChange);
    const given = new Set<string>();
    for (;;) {
      const { result, error, inputRequests = {}, ...task } = await this.look(taskId);
      tell(snapshotOf(task));
      if (result) return result;
      if (error) throw new RequestRefused(error.code, error.message, error.data);
      if (task.status === 'cancelled') throw new RequestRefused(-32603, 'The task was cancelled.');
      const open = Object.entries(inputRequests).filter(([key]) => !given.has(key));
      for (const [key] of open) given.add(key);
      if (open.length > 0) {
        const inputResponses = await this.answers(Object.fromEntries(open));
        await this.request('tasks/update', { taskId, inputResponses });
      } else await pause(this.interval);
    }
  }

  private async answers(questions: Readonly<Record<string, Question>>): Promise<Record<string, object>> {
    const answers: Record<string, object> = {};
    for (const [key, { method, params = {} }] of Object.entries(questions))
      answers[key] = await this.answer(method, params);
    return answers;
  }

  private look(taskId: string): Promise<DetailedTask> {
    return this.request('tasks/get', { taskId }) as Promise<DetailedTask>;
  }

  private request(method: string, params: object): Promise<unknown> {
    return this.channel.request(method, { ...params, _meta: this.meta });
  }
}

interface InputRequired {
  readonly inputRequests?: Readonly<Record<string, Question>>;
  readonly requestState?: string;
}
