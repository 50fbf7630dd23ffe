import type { TaskRecord } from '../task-record.js';

/** What is decided when a task is made. */
export type NewTask = Pick<TaskRecord, 'id' | 'kind' | 'name' | 'owner' | 'input' | 'ttl'> &
  Partial<Pick<TaskRecord, 'lane' | 'priority' | 'unique' | 'due'>>;

/** The queue of all tasks that have none of their own. */
export const MAIN_LANE = 'portico:task';

/** A task nobody has taken up yet. */
export function newRecord(task: NewTask): TaskRecord {
  const now = Date.now();
  const due = task.due ?? now;
  return {
    lane: MAIN_LANE,
    priority: 0,
    unique: null,
    ...task,
    version: 1,
    status: 'working',
    journal: null,
    questions: null,
    outcome: null,
    done: null,
    total: null,
    message: null,
    run: 0,
    attempt: 0,
    failures: 0,
    holder: null,
    due,
    created: now,
    updated: now,
    expires: due + task.ttl,
  };
}
