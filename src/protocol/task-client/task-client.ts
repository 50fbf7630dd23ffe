import type { ToolOutcome } from '../../common/content/content.js';

/** What a client is told of a task. */
export interface TaskSnapshot {
  readonly id: string;
  readonly status: 'working' | 'input_required' | 'completed' | 'failed' | 'cancelled';
  /** Where it stands, in words, such as `collecting (1/2)`. */
  readonly message?: string;
}

/** What a call came to that might have become a task. */
export type Started =
  | { readonly kind: 'task'; readonly task: TaskSnapshot }
  | { readonly kind: 'done'; readonly outcome: ToolOutcome };

/** A client's end of background tasks, whatever the revision. */
export interface TaskClient {
  /** Calls a tool as a task, where the tool may be one. */
  start(tool: string, args: Readonly<Record<string, unknown>>): Promise<Started>;
  get(id: string): Promise<TaskSnapshot>;
  /** Asks for its end; it may have ended by itself. */
  cancel(id: string): Promise<void>;
  /**
   * Waits for the end, and answers what the task asks meanwhile.
   *
   * @param onChange told whenever the task stands elsewhere
   * @throws RequestRefused when the task failed, was cancelled or is not there
   */
  result(id: string, onChange?: (task: TaskSnapshot) => void): Promise<ToolOutcome>;
}

/** A task as both revisions write it. */
export interface WireTask {
  readonly taskId: string;
  readonly status: TaskSnapshot['status'];
  readonly statusMessage?: string;
}

export function snapshotOf({ taskId, status, statusMessage }: WireTask): TaskSnapshot {
  return { id: taskId, status, ...(statusMessage !== undefined && { message: statusMessage }) };
}

export function isWireTask(value: unknown): value is WireTask {
  return typeof (value as Partial<WireTask> | undefined)?.taskId === 'string';
}

/** Tells of a task only when there is something new. */
export function onNews(tell: (task: TaskSnapshot) => void = () => {}): (task: TaskSnapshot) => void {
  let last = '';
  return (task) => {
    const now = `${task.status} ${task.message ?? ''}`;
    if (now !== last) tell(task);
    last = now;
  };
}
