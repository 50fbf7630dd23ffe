import { createHash } from 'node:crypto';
import type { ServerLog } from '../../common/server-log.js';
import type { JobQueue } from '../job-queue.js';
import type { TaskRecord } from '../task-record.js';
import { newRecord } from '../tasks/new-record.js';
import type { TaskInput } from '../tasks/task-input.js';
import type { TaskLedger } from '../tasks/task-ledger.js';
import type { TaskVault } from '../tasks/task-vault.js';
import { scheduleKey, type JobDefinition, type Schedule } from './job-definition.js';
import { laneOf, type JobRegistry } from './job-registry.js';
import { jobCaller, jobRequest } from './job-request.js';

const PREFIX = 'every-';

export interface ScheduleParts {
  readonly jobs: JobRegistry;
  readonly ledger: TaskLedger;
  readonly vault: TaskVault;
  readonly queue: JobQueue;
  /** How long an occurrence is kept after its end, in ms. */
  readonly keep: number;
  readonly log: ServerLog;
}

/**
 * Repeats jobs. Each occurrence is a task whose id follows from the schedule and the time, so that it exists once however
 * many processes plan it; the next one is planned when one begins, and again with every sweep, should a process die in
 * between.
 */
export class Schedules {
  constructor(private readonly parts: ScheduleParts) {}

  /**
   * Sees to it that the next occurrence of every schedule is planned.
   *
   * @throws PorticoError `PORTICO_SCHEDULE` for a cron expression that is none
   */
  async plan(): Promise<void> {
    for (const job of this.parts.jobs.all)
      for (const schedule of job.schedules) await this.planNext(job, schedule, Date.now());
  }

  /**
   * To be called when a task begins: where it is an occurrence, the next one is planned.
   *
   * @returns whether it shall run; not where its schedule has been changed or removed
   */
  async follow(record: TaskRecord): Promise<boolean> {
    const { jobs, vault, log } = this.parts;
    if (!record.id.startsWith(PREFIX)) return true;
    const { schedule: planned } = vault.open<TaskInput>(record.id, 'input', record.input);
    const job = jobs.find(record.name);
    const schedule = job?.schedules.find((one) => scheduleKey(job.name, one) === planned?.key);
    if (job && schedule && planned) {
      await this.planNext(job, schedule, Math.max(planned.time, Date.now()));
      return true;
    }
    log.info(`${record.name} was planned by a schedule that no longer exists, and is not run`);
    return false;
  }

  private async planNext(job: JobDefinition, schedule: Schedule, after: number): Promise<void> {
    const { ledger, vault, queue, keep } = this.parts;
    const time = this.nextTime(schedule, after);
    const key = scheduleKey(job.name, schedule);
    const id = PREFIX + createHash('sha256').update(`${key} ${time}`).digest('base64url');
    const input: TaskInput = {
      caller: jobCaller(undefined, []),
      request: jobRequest(id, job.name, schedule.data),
      schedule: { key, time },
    };
    const { name, priority } = job;
    const lane = laneOf(job);
    const record = newRecord({
      id,
      kind: 'job',
      name,
      owner: '',
      lane,
      priority,
      due: time,
      input: vault.close(id, 'input', input),
      ttl: keep,
    });
    const isNew = (await ledger.store.insert(record)) === undefined;
    if (isNew) await queue.enqueue({ task: id, lane, priority, at: time });
  }

  /** Intervals are counted from a time all processes know, so that they all come to the same. */
  private nextTime({ time, timezone }: Schedule, after: number): number {
    if (time.kind === 'interval') return (Math.floor(after / time.ms) + 1) * time.ms;
    return this.parts.queue.nextTime(time.text, new Date(after), timezone).getTime();
  }
}
