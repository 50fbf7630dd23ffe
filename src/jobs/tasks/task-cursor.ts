import type { TaskRecord } from '../task-record.js';
import type { TaskRecordPage } from '../task-store.js';

/** Where a page begins: after this task, newest first. */
export interface TaskCursor {
  readonly created: number;
  readonly id: string;
}

/** Whether a text can be a cursor of ours. */
export function isTaskCursor(text: unknown): text is string {
  return typeof text === 'string' && parts(text) !== null;
}

/** A cursor that is none begins at the newest. */
export function fromCursor(text: string | undefined): TaskCursor {
  const match = text === undefined ? null : parts(text);
  return match ? { created: Number(match[1]), id: match[2]! } : { created: Number.MAX_SAFE_INTEGER, id: '' };
}

function parts(text: string): RegExpExecArray | null {
  return /^(\d{1,15})\.(.+)$/.exec(Buffer.from(text, 'base64url').toString());
}

/** @param records one more than the page holds where there is another page */
export function toPage(records: readonly TaskRecord[], limit: number): TaskRecordPage {
  const last = records.length > limit ? records[limit - 1] : undefined;
  return {
    records: records.slice(0, limit),
    next: last && Buffer.from(`${last.created}.${last.id}`).toString('base64url'),
  };
}
