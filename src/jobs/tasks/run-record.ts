import type { JournalEntry } from '../../interaction/journal.js';
import type { TaskChanges, TaskRecord } from '../task-record.js';
import type { TaskQuestion } from './questions.js';
import type { TaskLedger } from './task-ledger.js';
import type { TaskVault } from './task-vault.js';
import { isOwn } from './transitions.js';

/** The record of a task as one run of it last saw it, opened; and the only way the run changes it. */
export class RunRecord {
  /** The number of the run, which is what gives it a say. */
  readonly run: number;

  constructor(
    /** As the run took it up, then as it last saw it. */
    private seen: TaskRecord,
    private readonly ledger: TaskLedger,
    private readonly vault: TaskVault,
  ) {
    this.run = seen.run;
  }

  get id(): string {
    return this.seen.id;
  }

  get latest(): TaskRecord {
    return this.seen;
  }

  get questions(): readonly TaskQuestion[] {
    return this.questionsOf(this.seen);
  }

  /** What earlier runs noted. */
  get notes(): readonly JournalEntry[] {
    const { id, journal } = this.seen;
    return journal === null ? [] : this.vault.open<JournalEntry[]>(id, 'journal', journal);
  }

  questionsOf({ id, questions }: TaskRecord): readonly TaskQuestion[] {
    return questions === null ? [] : this.vault.open<TaskQuestion[]>(id, 'questions', questions);
  }

  /** @returns whether it was changed; `false` where the run has no say any more, or the transition refused */
  async change(transition: (now: TaskRecord) => TaskChanges | undefined): Promise<boolean> {
    const changed = await this.ledger.change(this.id, transition, this.seen);
    if (changed) this.seen = changed;
    return changed !== undefined;
  }

  /** Reads it again, and says how it stands with this run. */
  async look(): Promise<'ours' | 'cancelled' | 'lost'> {
    const now = await this.ledger.store.read(this.id);
    if (now && isOwn(now, this.run)) {
      this.seen = now;
      return 'ours';
    }
    return now?.status === 'cancelled' ? 'cancelled' : 'lost';
  }

  watch(listener: () => void): () => void {
    return this.ledger.store.watch(this.id, listener);
  }
}
