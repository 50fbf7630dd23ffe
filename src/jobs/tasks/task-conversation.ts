import { isPorticoError } from '../../common/portico-error.js';
import type { Journal } from '../../interaction/journal.js';
import { suspension } from '../../interaction/parked-flows.js';
import { addQuestions, answerEntries, type TaskQuestion } from './questions.js';
import type { RunRecord } from './run-record.js';
import type { TaskFlow } from './task-flow.js';
import type { TaskVault } from './task-vault.js';
import { isOwn, suspend } from './transitions.js';

/** What a running handler asks goes to the record, and what is answered there goes to the handler. */
export class TaskConversation {
  private isTired = false;
  private patience: NodeJS.Timeout | undefined;

  /** @param onTired called when the handler has waited in memory as long as it may */
  constructor(
    private readonly flow: TaskFlow,
    private readonly record: RunRecord,
    private readonly vault: TaskVault,
    private readonly maxPatience: number,
    private readonly onTired: () => void,
  ) {}

  /** Stores what was asked since. @returns whether there was something */
  async storeQuestions(): Promise<boolean> {
    const { unsent } = this.flow;
    if (unsent.length === 0) return false;
    const asked = unsent.map(([key, { digest, request }]): TaskQuestion => ({ key, digest, request }));
    const journal = sealNotes(this.vault, this.record.id, this.flow.journal);
    try {
      await this.record.change((now) => {
        if (!isOwn(now, this.record.run)) return undefined;
        const questions = addQuestions(this.record.questionsOf(now), asked);
        return {
          questions: this.vault.close(now.id, 'questions', questions),
          journal,
          status: 'input_required',
        };
      });
    } catch (error) {
      if (!isPorticoError(error, 'PORTICO_NON_DETERMINISTIC')) throw error;
      for (const [key] of unsent) this.flow.refuse(key, error);
      return false;
    }
    for (const [, question] of unsent) question.sent = true;
    this.patience ??= setTimeout(() => this.rest(), this.maxPatience);
    return true;
  }

  /** Hands over the answers that the record has. */
  deliver(): void {
    for (const entry of answerEntries(this.record.questions)) this.flow.journal.record(entry);
    this.flow.deliver();
    if (this.flow.open.size > 0) return;
    this.isTired = false;
    this.end();
  }

  /** From now on a handler that waits for answers is put to sleep. */
  rest(): void {
    this.isTired = true;
    this.onTired();
  }

  /**
   * Puts the handler to sleep where it has waited long enough and no answer has come: the answer wakes it, here or
   * elsewhere.
   *
   * @returns whether it sleeps
   */
  async sleep(): Promise<boolean> {
    const { questions } = this.record.latest;
    if (!this.isTired || this.flow.open.size === 0 || questions === null) return false;
    const journal = sealNotes(this.vault, this.record.id, this.flow.journal);
    const isAsleep = await this.record.change((now) =>
      suspend(now, this.record.run, questions, journal, Date.now()),
    );
    if (isAsleep) this.flow.end(suspension());
    return isAsleep;
  }

  end(): void {
    clearTimeout(this.patience);
    this.patience = undefined;
  }
}

/** What a handler noted, without the answers, which have their own place. */
export function sealNotes(vault: TaskVault, id: string, journal: Journal): string {
  return vault.close(
    id,
    'journal',
    journal.toJSON().filter((entry) => 'note' in entry),
  );
}
