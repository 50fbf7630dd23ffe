import type { Class } from '../../common/class.js';
import { milliseconds } from '../../common/duration.js';
import { unguessableId } from '../../common/ids.js';
import { jsonObstacle } from '../../common/json-value.js';
import { PorticoError } from '../../common/portico-error.js';
import type { Exchange } from '../../context/exchange.js';
import type { JobGateway } from '../../context/jobs/job-gateway.js';
import type { JobOptions, JobStatus, WaitOptions } from '../../context/jobs/job-types.js';
import { isTerminal, type TaskRecord } from '../task-record.js';
import { newRecord } from '../tasks/new-record.js';
import { ownerOf } from '../tasks/owner.js';
import type { ServiceParts } from '../tasks/task-service.js';
import { cancel } from '../tasks/transitions.js';
import { waitForTask } from '../tasks/wait-for-task.js';
import { parseJobData } from './job-executor.js';
import { laneOf, type JobRegistry } from './job-registry.js';
import { jobCaller, jobRequest } from './job-request.js';
import { openJob } from './job-view.js';

/** Queues jobs and looks after them. */
export class JobService implements JobGateway {
  constructor(
    private readonly jobs: () => JobRegistry,
    /** Opens the storage when it is first needed. */
    private readonly open: () => Promise<ServiceParts>,
  ) {}

  async enqueue(
    caller: Exchange | undefined,
    type: Class,
    data: unknown,
    options: JobOptions = {},
  ): Promise<string> {
    const job = this.jobs().of(type);
    await parseJobData(job, data);
    refuseUnlessJson(job.where, data);
    const due = dueTime(options);
    const { ledger, vault, queue, keep, headers } = await this.open();
    const id = unguessableId();
    const owner = caller ? ownerOf(caller) : '';
    const { name, priority } = job;
    const lane = laneOf(job);
    const input = { caller: jobCaller(caller, headers), request: jobRequest(id, name, data) };
    const record = newRecord({
      id,
      kind: 'job',
      name,
      owner,
      lane,
      priority,
      due,
      unique: options.unique === undefined ? null : `${name}:${options.unique}`,
      input: vault.close(id, 'input', input),
      ttl: keep,
    });
    const there = await ledger.store.insert(record);
    if (there !== undefined) return there;
    await queue.enqueue({ task: id, lane, priority, at: due });
    return id;
  }

  async status(id: string): Promise<JobStatus | undefined> {
    const { ledger, vault } = await this.open();
    const record = await ledger.store.read(id);
    return isJob(record) ? openJob(record, await ledger.store.logs(id), vault) : undefined;
  }

  async cancel(id: string): Promise<boolean> {
    const { ledger } = await this.open();
    const record = await ledger.store.read(id);
    if (!isJob(record)) return false;
    return (await ledger.change(id, (now) => cancel(now, Date.now()), record)) !== undefined;
  }

  async wait(id: string, { timeout, signal }: WaitOptions = {}): Promise<JobStatus> {
    const { ledger, vault } = await this.open();
    const end = timeout === undefined ? undefined : AbortSignal.timeout(milliseconds(timeout));
    const signals = [end, signal].filter((one) => one !== undefined);
    try {
      const record = await waitForTask(
        ledger.store,
        id,
        ({ status }) => isTerminal(status),
        signals.length > 0 ? AbortSignal.any(signals) : undefined,
      );
      if (isJob(record)) return openJob(record, await ledger.store.logs(id), vault);
    } catch (error) {
      if (!end?.aborted) throw error;
      throw new PorticoError(
        'PORTICO_JOB_WAIT',
        `Job ${id} has not ended within ${String(timeout)}. It goes on; ask for its status later, or cancel it.`,
      );
    }
    throw new PorticoError(
      'PORTICO_JOB_UNKNOWN',
      `There is no job ${id}, or it was forgotten after its time.`,
    );
  }
}

function isJob(record: TaskRecord | undefined): record is TaskRecord {
  return record?.kind === 'job';
}

/** @throws PorticoError `PORTICO_JOB_TIME`, `PORTICO_DURATION` */
function dueTime({ delay, at }: JobOptions): number {
  if (delay !== undefined && at !== undefined)
    throw new PorticoError(
      'PORTICO_JOB_TIME',
      'A job was given both a delay and a time. Give it one of them.',
    );
  if (delay !== undefined) return Date.now() + milliseconds(delay);
  const time = at?.getTime() ?? Date.now();
  if (Number.isFinite(time)) return Math.max(time, Date.now());
  throw new PorticoError('PORTICO_JOB_TIME', 'A job was given a time that is no date. Give it a valid Date.');
}

/** @throws PorticoError `PORTICO_JOB_DATA` */
function refuseUnlessJson(where: string, data: unknown): void {
  const obstacle = data === undefined ? undefined : jsonObstacle(data, 'accept');
  if (obstacle)
    throw new PorticoError(
      'PORTICO_JOB_DATA',
      `The data of ${where} cannot be stored: ${obstacle.path || 'the value'} is ${obstacle.what}. Give it plain JSON data.`,
    );
}
