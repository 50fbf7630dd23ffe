import type { TaskRecord } from '../task-record.js';
import type { TaskStore } from '../task-store.js';
import { Bell } from './bell.js';

/** How often a record is looked at although nobody told of a change, in ms. */
const DOUBT = 2_000;

/**
 * Waits until a task is as it should be.
 *
 * @returns the record; `undefined` where there is none (any more)
 * @throws the reason of the signal
 */
export async function waitForTask(
  store: TaskStore,
  id: string,
  isReady: (record: TaskRecord) => boolean,
  signal?: AbortSignal,
): Promise<TaskRecord | undefined> {
  const bell = new Bell();
  const unwatch = store.watch(id, bell.ring); // before the first look, so that no change is missed
  const doubt = setInterval(bell.ring, DOUBT);
  signal?.addEventListener('abort', bell.ring, { once: true });
  try {
    for (;;) {
      signal?.throwIfAborted();
      const record = await store.read(id);
      if (!record || isReady(record)) return record;
      await bell.heard();
    }
  } finally {
    signal?.removeEventListener('abort', bell.ring);
    clearInterval(doubt);
    unwatch();
  }
}
