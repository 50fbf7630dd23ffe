import { PorticoError } from '../common/portico-error.js';

/** One answer that was received, with the digest of the question it answers. */
export interface AnswerEntry {
  readonly key: string;
  readonly digest: string;
  readonly answer: unknown;
}

/** The result of an effect, or a value that was made once. */
export interface NoteEntry {
  readonly note: string;
  readonly value: unknown;
}

export type JournalEntry = AnswerEntry | NoteEntry;

/** Marks an answer the client gave without state: it is for whatever question has its key. */
export const ANY_QUESTION = '*';

/**
 * What a flow has received and done so far: answers, results of effects, values made once. A handler that is run again
 * from the start finds them here. Answers and notes are kept apart, since keys of answers come from the client.
 */
export class Journal {
  // Most flows need neither.
  private answers: Map<string, AnswerEntry> | undefined;
  private notes: Map<string, NoteEntry> | undefined;

  constructor(entries?: Iterable<JournalEntry>) {
    if (entries) for (const entry of entries) this.record(entry);
  }

  /**
   * The answer to a question, if there is one.
   *
   * @throws PorticoError `PORTICO_NON_DETERMINISTIC` when another question was answered under this key
   */
  find(key: string, digest: string): AnswerEntry | undefined {
    const entry = this.answers?.get(key);
    if (entry && entry.digest !== digest && entry.digest !== ANY_QUESTION)
      throw new PorticoError(
        'PORTICO_NON_DETERMINISTIC',
        `The question '${key}' is not the one that was answered: the handler asked something else when it was run again. Ask the same questions in the same order, give each a key of its own, and take time, random values and results of effects from ctx.now(), ctx.random(), ctx.uuid() and ctx.once().`,
      );
    return entry;
  }

  note(name: string): NoteEntry | undefined {
    return this.notes?.get(name);
  }

  record(entry: JournalEntry): void {
    if ('note' in entry) (this.notes ??= new Map<string, NoteEntry>()).set(entry.note, entry);
    else (this.answers ??= new Map<string, AnswerEntry>()).set(entry.key, entry);
  }

  get isEmpty(): boolean {
    return !this.answers && !this.notes;
  }

  /** What remains valid when the handler itself has changed: what was done, but not what was answered. */
  get done(): JournalEntry[] {
    return [...(this.notes?.values() ?? [])].filter(({ note }) => note.startsWith('once:'));
  }

  toJSON(): JournalEntry[] {
    return [...(this.answers?.values() ?? []), ...(this.notes?.values() ?? [])];
  }
}
