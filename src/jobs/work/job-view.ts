import type { JobLogEntry, JobStatus } from '../../context/jobs/job-types.js';
import type { TaskRecord } from '../task-record.js';
import type { TaskLogEntry } from '../task-store.js';
import type { LogText } from '../tasks/task-scribe.js';
import type { TaskVault } from '../tasks/task-vault.js';
import { openTask } from '../tasks/task-view.js';

/** Opens the record of a job, and what it said. */
export function openJob(record: TaskRecord, log: readonly TaskLogEntry[], vault: TaskVault): JobStatus {
  const { id, name, status, attempt, progress, result, error, created, updated } = openTask(record, vault);
  const entries = log.map(({ time, level, text }): JobLogEntry => {
    const { message, data } = vault.open<LogText>(id, 'log', text);
    return { time: new Date(time), level, message, ...(data !== undefined && { data }) };
  });
  return {
    id,
    name,
    status,
    attempt,
    progress,
    result,
    error: error && { code: error.code, message: error.message },
    log: entries,
    created: new Date(created),
    updated: new Date(updated),
  };
}
