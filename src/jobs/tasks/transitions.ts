import { isTerminal, type TaskChanges, type TaskRecord } from '../task-record.js';

/**
 * What may become of a task: from the record as it stands to what changes in it, or `undefined` where that may not
 * happen any more. A run names itself by its number, and only the newest run may write: of two runs of one task, one
 * has a say.
 */

/** A worker takes the task up, for as long as its lease. */
export function begin(
  record: TaskRecord,
  holder: string,
  lease: number,
  now: number,
): TaskChanges | undefined {
  if (isTerminal(record.status) || isHeld(record, now)) return undefined;
  const isAsleep = record.status === 'input_required' && record.due === null;
  if (isAsleep) return undefined;
  const { wasLost, wasSuspended } = lastRun(record);
  return {
    run: record.run + 1,
    attempt: wasSuspended ? record.attempt : record.attempt + 1,
    failures: wasLost ? record.failures + 1 : record.failures,
    holder,
    due: now + lease,
  };
}

/** Whether somebody runs the task and has shown a sign of life within its lease. */
export function isHeld({ holder, due }: TaskRecord, now: number): boolean {
  return holder !== null && holder !== SUSPENDED && due !== null && due > now;
}

/** Whether this run is still the one that has a say. */
export function isOwn({ run, status }: TaskRecord, own: number): boolean {
  return run === own && !isTerminal(status);
}

/** The holder of a task whose handler was suspended in order: it is taken up again, not attempted again. */
const SUSPENDED = 'suspended';

function lastRun({ holder }: TaskRecord): { readonly wasLost: boolean; readonly wasSuspended: boolean } {
  return { wasLost: holder !== null && holder !== SUSPENDED, wasSuspended: holder === SUSPENDED };
}

/** A sign of life. */
export function beat(record: TaskRecord, run: number, lease: number, now: number): TaskChanges | undefined {
  return isOwn(record, run) ? { due: now + lease } : undefined;
}

/** The end: exactly one per task. */
export function finish(
  record: TaskRecord,
  run: number,
  status: 'completed' | 'failed',
  outcome: string,
  now: number,
): TaskChanges | undefined {
  if (!isOwn(record, run)) return undefined;
  return { ...ended(record, now), status, outcome };
}

export function cancel(record: TaskRecord, now: number): TaskChanges | undefined {
  return isTerminal(record.status) ? undefined : { ...ended(record, now), status: 'cancelled' };
}

/** Fails a task that nobody runs. */
export function fail(record: TaskRecord, outcome: string, now: number): TaskChanges | undefined {
  if (isTerminal(record.status) || isHeld(record, now)) return undefined;
  return { ...ended(record, now), status: 'failed', outcome };
}

function ended(record: TaskRecord, now: number): TaskChanges {
  return { holder: null, due: null, unique: null, ...kept(record, now) };
}

/** What was promised is kept: the end never comes earlier than it was told. */
function kept({ expires, ttl }: TaskRecord, now: number): TaskChanges {
  return { expires: Math.max(expires, now + ttl) };
}

/** A run gives the task back, to be begun again at `due`. */
export function release(
  record: TaskRecord,
  run: number,
  due: number,
  failed: boolean,
): TaskChanges | undefined {
  if (!isOwn(record, run)) return undefined;
  return { holder: null, due, failures: failed ? record.failures + 1 : record.failures };
}

/** What waited too long comes into the queue again; whoever held it has shown no sign of life and is forgotten. */
export function requeue(record: TaskRecord, due: number, now: number): TaskChanges | undefined {
  if (isTerminal(record.status) || record.due === null || isHeld(record, now)) return undefined;
  return { due, ...(lastRun(record).wasLost && { holder: null, failures: record.failures + 1 }) };
}

/** Puts a handler to sleep that waits for answers; not when some came in the meantime, which `questions` tells. */
export function suspend(
  record: TaskRecord,
  run: number,
  questions: string,
  journal: string,
  now: number,
): TaskChanges | undefined {
  if (!isOwn(record, run) || record.questions !== questions) return undefined;
  return { holder: SUSPENDED, due: null, journal, ...kept(record, now) };
}

/** Whether the handler sleeps until an answer comes. */
export function isSuspended({ holder, due }: TaskRecord): boolean {
  return holder === SUSPENDED && due === null;
}

/** Keeps answers; who sleeps is due. `open` is how many questions remain. */
export function answer(
  record: TaskRecord,
  questions: string,
  open: number,
  now: number,
): TaskChanges | undefined {
  if (isTerminal(record.status)) return undefined;
  return {
    questions,
    status: open > 0 ? 'input_required' : 'working',
    ...(isSuspended(record) && { due: now }),
    ...kept(record, now),
  };
}
