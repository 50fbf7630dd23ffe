import type { Exchange } from '../../context/exchange.js';
import type { JournalEntry } from '../../interaction/journal.js';
import type { CallerSnapshot } from './caller-snapshot.js';

/** What a task runs, and for whom; kept sealed. */
export interface TaskInput {
  readonly caller: CallerSnapshot;
  /** The request that became the task. */
  readonly request: Pick<Exchange, 'id' | 'method' | 'params' | 'meta'>;
  /** What the user was asked, and answered, before there was a task. */
  readonly journal?: readonly JournalEntry[];
  /** When it was planned for, where a schedule made it. */
  readonly schedule?: { readonly key: string; readonly time: number };
}
