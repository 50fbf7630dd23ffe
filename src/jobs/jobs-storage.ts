import type { AgendaBackend } from 'agenda';
import type { FlowStore } from '../interaction/flow-store.js';
import type { Signals } from './signals/signals.js';
import type { TaskStore } from './task-store.js';

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
