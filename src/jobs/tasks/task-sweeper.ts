import type { ServerLog } from '../../common/server-log.js';
import type { FlowStore } from '../../interaction/flow-store.js';
import type { JobQueue } from '../job-queue.js';
import { isTerminal, type TaskChanges, type TaskRecord } from '../task-record.js';
import type { TaskLedger } from './task-ledger.js';
import type { TaskVault } from './task-vault.js';
import { fail, isSuspended, requeue } from './transitions.js';

/** How many tasks a sweep looks at in one go; it goes on until there are no more. */
const BATCH = 200;
/** A task that was found waiting too long is not looked at again for so long, in ms. */
const DOUBT = 10 * 60_000;

export interface SweeperParts {
  readonly ledger: TaskLedger;
  readonly vault: TaskVault;
  readonly queue: JobQueue;
  readonly flows: FlowStore;
  /** In ms. */
  readonly interval: number;
  readonly lease: number;
  /** Of the tables and keys that are swept: what has another is swept for itself. */
  readonly prefix: string;
  readonly log: ServerLog;
  /** Called with each sweep. */
  readonly onSweep: () => Promise<void>;
}

/**
 * Puts in order what a process that died left behind: tasks whose place in the queue was lost come into it again, and
 * tasks whose time is over are forgotten. Of all processes one does it at a time.
 */
export class TaskSweeper {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;
  private isStopped = false;

  constructor(private readonly parts: SweeperParts) {}

  start(): void {
    const sweep = (): void => {
      this.sweeping ??= this.sweepInTurn().finally(() => (this.sweeping = undefined));
    };
    sweep();
    this.timer = setInterval(sweep, this.parts.interval).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.isStopped = true;
    await this.sweeping;
  }

  /** One sweep, whoever else may be at it. */
  async sweep(now = Date.now()): Promise<void> {
    await this.parts.onSweep();
    await this.recover(now);
    await this.forget(now);
  }

  private async sweepInTurn(): Promise<void> {
    const { flows, interval, prefix, log } = this.parts;
    try {
      const claim = await flows.claim(`sweep:${prefix}`, interval * 0.9);
      if (claim.state === 'granted') await this.sweep();
    } catch (error) {
      log.warn(`Tasks could not be swept: ${(error as Error).message}`);
    }
  }

  /** What should have been taken up long ago has perhaps lost its place in the queue; a second place does no harm. */
  private async recover(now: number): Promise<void> {
    const { ledger, queue, lease } = this.parts;
    await this.inBatches(async () => {
      const records = await ledger.store.overdue(now - 2 * lease, BATCH);
      let changes = 0;
      for (const record of records) {
        const found = await ledger.change(record.id, (task) => requeue(task, now + DOUBT, now), record);
        if (!found) continue;
        changes++;
        await queue.enqueue({ task: found.id, lane: found.lane, priority: found.priority });
      }
      return records.length === BATCH && changes > 0;
    });
  }

  private async forget(now: number): Promise<void> {
    const { ledger, vault } = this.parts;
    await this.inBatches(async () => {
      const records = await ledger.store.expired(now, BATCH);
      const over = records.filter(({ status }) => isTerminal(status)).map(({ id }) => id);
      let changes = over.length;
      for (const record of records)
        if (!isTerminal(record.status)) {
          const changed = await ledger.change(record.id, (task) => giveUp(task, vault, now), record);
          if (changed) changes++;
        }
      if (over.length > 0) await ledger.store.remove(over);
      return records.length === BATCH && changes > 0;
    });
  }

  /** @param batch says whether there may be more */
  private async inBatches(batch: () => Promise<boolean>): Promise<void> {
    while ((await batch()) && !this.isStopped);
  }
}

/** A question nobody answered ends the task; what waits or runs is kept on. */
function giveUp(task: TaskRecord, vault: TaskVault, now: number): TaskChanges | undefined {
  if (!isSuspended(task)) return isTerminal(task.status) ? undefined : { expires: now + task.ttl };
  const error = {
    code: 'PORTICO_ABANDONED',
    message: `Nobody answered within ${task.ttl} ms, so the task was given up.`,
  };
  return fail(task, vault.close(task.id, 'outcome', { error }), now);
}
