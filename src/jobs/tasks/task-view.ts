import type { Task, TaskError, TaskRecord } from '../task-record.js';
import { openQuestions, type TaskQuestion } from './questions.js';
import type { TaskVault } from './task-vault.js';

/** What a task came to. */
interface Outcome {
  readonly result?: unknown;
  readonly error?: TaskError;
}

/**
 * Opens a record.
 *
 * @throws PorticoError `PORTICO_TASK_SEALED`
 */
export function openTask(record: TaskRecord, vault: TaskVault): Task {
  const { id, kind, name, status, attempt, done, total, message, created, updated, expires } = record;
  const open = <T>(field: 'questions' | 'outcome' | 'message', text: string | null): T | undefined =>
    text === null ? undefined : vault.open<T>(id, field, text);
  const outcome = open<Outcome>('outcome', record.outcome);
  const note = open<string>('message', message);
  const asked = status === 'input_required' ? open<TaskQuestion[]>('questions', record.questions) : undefined;
  return {
    id,
    kind,
    name,
    status,
    attempt,
    progress:
      done === null
        ? undefined
        : { done, ...(total !== null && { total }), ...(note !== undefined && { message: note }) },
    questions: openQuestions(asked ?? []),
    result: outcome?.result,
    error: outcome?.error,
    created,
    updated,
    expires,
  };
}
