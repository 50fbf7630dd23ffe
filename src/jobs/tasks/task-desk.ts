import { isPorticoError } from '../../common/portico-error.js';
import { isTerminal, type Task, type TaskRecord } from '../task-record.js';
import type { TaskRunner } from '../task-runner.js';
import type { TaskLedger } from './task-ledger.js';
import type { TaskVault } from './task-vault.js';
import { openTask } from './task-view.js';
import { cancel, isHeld } from './transitions.js';

/** A task as those see it who run the application: with its place in the queue. */
export interface DeskTask extends Task {
  /** It waits for a worker or its time (`due`), a worker holds it, it waits for answers, or it has ended. */
  readonly place: 'queued' | 'held' | 'asking' | 'ended';
  /** When a worker should take it up, in ms since 1970; present while it is queued. */
  readonly due: number | undefined;
}

/** All tasks and jobs, whoever they belong to: never for clients. */
export class TaskDesk {
  constructor(
    private readonly ledger: TaskLedger,
    private readonly vault: TaskVault,
    private readonly tasks: TaskRunner,
  ) {}

  /** The tasks that are kept longest from now, first. What is sealed by a key this process has not is left out. */
  async latest(limit: number): Promise<readonly DeskTask[]> {
    const now = Date.now();
    return (await this.ledger.store.latest(limit)).flatMap((record) => {
      try {
        return [
          { ...openTask(record, this.vault), place: placeOf(record, now), due: record.due ?? undefined },
        ];
      } catch (error) {
        if (isPorticoError(error, 'PORTICO_TASK_SEALED')) return [];
        throw error;
      }
    });
  }

  async find(id: string): Promise<Task | undefined> {
    const record = await this.ledger.store.read(id);
    return record && openTask(record, this.vault);
  }

  /**
   * Answers a question of a task as its client would.
   *
   * @returns whether there is such a task
   */
  async answer(id: string, key: string, answer: unknown): Promise<boolean> {
    const record = await this.ledger.store.read(id);
    if (!record) return false;
    return (await this.tasks.answer(id, record.owner, { [key]: answer })) !== undefined;
  }

  /** @returns whether it had not ended */
  async cancel(id: string): Promise<boolean> {
    return (await this.ledger.change(id, (now) => cancel(now, Date.now()))) !== undefined;
  }
}

function placeOf(record: TaskRecord, now: number): DeskTask['place'] {
  if (isTerminal(record.status)) return 'ended';
  if (record.status === 'input_required') return 'asking';
  return isHeld(record, now) ? 'held' : 'queued';
}
