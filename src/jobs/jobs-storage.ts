import type { AgendaBackend } from 'agenda';
import type { FlowStore } from '../interaction/flow-store.js';
import type { Signals } from './signals/signals.js';
import type { TaskStore } from './task-store.js';

/** Many tasks share a few connections, and one that has to wait for its turn has not failed; in ms. */
export const PATIENCE = 5_000;

/** Everything background work keeps in one place. */
export interface JobsStorage {
  readonly tasks: TaskStore;
  /** Effects of tasks. */
  readonly flows: FlowStore;
  readonly signals: Signals;
  /** Agenda's part of it, connected. */
  queue(): Promise<AgendaBackend>;
  close(): Promise<void>;
}
