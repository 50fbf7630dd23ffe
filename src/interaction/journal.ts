import { PorticoError } from '../common/portico-error.js';

/** One answer that was received, with the digest of the question it answers. */
export interface JournalEntry {
  readonly key: string;
  readonly digest: string;
  readonly answer: unknown;
}

/**
 * The answers a flow has received so far. A handler that is run again from the start reads them here instead of
 * asking a second time.
 */
export class Journal {
  private readonly entries: Map<string, JournalEntry>;

  constructor(entries: Iterable<JournalEntry> = []) {
    this.entries = new Map(Array.from(entries, (entry) => [entry.key, entry]));
  }

  /**
   * The entry for a question, if it was answered.
   *
   * @throws PorticoError `PORTICO_NON_DETERMINISTIC` when another question was answered under this key
   */
  find(key: string, digest: string): JournalEntry | undefined {
    const entry = this.entries.get(key);
    if (entry && entry.digest !== digest)
      throw new PorticoError(
        'PORTICO_NON_DETERMINISTIC',
        `The question '${key}' is not the one that was answered: the handler asked something else when it was run again. Ask the same questions in the same order, or give each a key of its own.`,
      );
    return entry;
  }

  record(entry: JournalEntry): void {
    this.entries.set(entry.key, entry);
  }

  /** The entries in the order of their answers. */
  toJSON(): JournalEntry[] {
    return [...this.entries.values()];
  }
}
