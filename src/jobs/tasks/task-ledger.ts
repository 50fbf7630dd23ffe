import type { TaskChanges, TaskRecord } from '../task-record.js';
import type { TaskStore } from '../task-store.js';

/** From a record to what changes in it; `undefined` where nothing may. */
export type Transition = (record: TaskRecord) => TaskChanges | undefined;

/** What others need not hear of. */
const quiet: ReadonlySet<string> = new Set([
  'run',
  'attempt',
  'failures',
  'holder',
  'due',
  'journal',
  'updated',
]);

/**
 * Changes tasks so that none of those who change one at once overlooks another: each change is made to the record as it
 * stands, and made anew where somebody else was faster.
 */
export class TaskLedger {
  constructor(readonly store: TaskStore) {}

  /**
   * @param known the record as it was last seen, which spares reading it where nothing else has changed it
   * @returns the changed record; `undefined` where there is none, or the transition refused
   */
  async change(id: string, transition: Transition, known?: TaskRecord): Promise<TaskRecord | undefined> {
    let record = known ?? (await this.store.read(id));
    for (; record; record = await this.store.read(id)) {
      const changes = transition(record);
      if (!changes) return undefined;
      const next = { ...changes, updated: Date.now() };
      const tell = Object.keys(changes).some((name) => !quiet.has(name));
      if (await this.store.update(id, record.version, next, tell))
        return { ...record, ...next, version: record.version + 1 };
    }
    return undefined;
  }
}
