import { createHash } from 'node:crypto';
import { unguessableId } from '../../common/ids.js';
import { isPorticoError, PorticoError } from '../../common/portico-error.js';
import type { ServerLog } from '../../common/server-log.js';
import type { Exchange } from '../../context/exchange.js';
import { RequestFault } from '../../pipeline/request-fault.js';
import type { JobQueue } from '../job-queue.js';
import { isTerminal, type Task, type TaskRecord } from '../task-record.js';
import type { SubmitOptions, TaskPage, TaskRunner } from '../task-runner.js';
import { takeSnapshot } from './caller-snapshot.js';
import { newRecord } from './new-record.js';
import { mayFind, ownerOf } from './owner.js';
import { addAnswers, openQuestions, type TaskQuestion } from './questions.js';
import type { TaskInput } from './task-input.js';
import type { TaskLedger } from './task-ledger.js';
import type { TaskVault } from './task-vault.js';
import { openTask } from './task-view.js';
import { answer, cancel } from './transitions.js';
import { waitForTask } from './wait-for-task.js';

export interface ServiceParts {
  readonly ledger: TaskLedger;
  readonly vault: TaskVault;
  readonly queue: JobQueue;
  /** How long a task is kept after its end, in ms. */
  readonly keep: number;
  /** The headers of a request that its task's handler may read. */
  readonly headers: readonly string[];
  /** How many tasks of one owner may be unfinished at a time. */
  readonly tasksPerCaller: number;
  readonly log: ServerLog;
}

/** Calls of tools as background tasks. Jobs have the same records, and are never seen here. */
export class TaskService implements TaskRunner {
  /** How many tasks of each owner are on their way into the store, and cannot be counted there yet. */
  private readonly arriving = new Map<string, number>();

  constructor(private readonly parts: ServiceParts) {}

  async submit(exchange: Exchange, { ttl, flow }: SubmitOptions = {}): Promise<Task> {
    const { vault, keep, headers } = this.parts;
    const { id: requestId, method, params, meta } = exchange;
    const id = flow ? taskIdOf(flow.id) : unguessableId();
    const input: TaskInput = {
      caller: takeSnapshot(exchange, headers),
      request: { id: requestId, method, params, meta },
      ...(flow && flow.journal.length > 0 && { journal: flow.journal }),
    };
    const record = newRecord({
      id,
      kind: 'tool',
      name: String(params['name']),
      owner: ownerOf(exchange),
      input: vault.close(id, 'input', input),
      ttl: ttl ?? keep,
    });
    return openTask(await this.arrive(record), vault);
  }

  /** @returns the record, or that of the same task, where there is one already */
  private async arrive(record: TaskRecord): Promise<TaskRecord> {
    const { owner } = record;
    const arriving = this.arriving.get(owner) ?? 0;
    this.arriving.set(owner, arriving + 1);
    try {
      return await this.keep(record, arriving);
    } finally {
      const left = this.arriving.get(owner)! - 1;
      if (left > 0) this.arriving.set(owner, left);
      else this.arriving.delete(owner);
    }
  }

  private async keep(record: TaskRecord, arriving: number): Promise<TaskRecord> {
    const { ledger, queue, tasksPerCaller, log } = this.parts;
    const { store } = ledger;
    const { id, owner, lane } = record;
    if (arriving + (await store.unfinished(owner, tasksPerCaller)) >= tasksPerCaller) {
      const known = await store.read(id);
      if (known) return known; // a request that is repeated makes no task
      throw tooMany(tasksPerCaller);
    }
    const there = await store.insert(record);
    if (there !== undefined) return (await store.read(there)) ?? record;
    try {
      await queue.enqueue({ task: id, lane });
    } catch (error) {
      // The record is kept, so the task will run: who was told it failed would have it made twice.
      log.warn(`Task ${id} has no place in the queue yet, and is given one by the next sweep:`, error);
    }
    return record;
  }

  async get(id: string, owner: string): Promise<Task | undefined> {
    return this.open(await this.find(id, owner));
  }

  async list(owner: string, limit: number, from?: string): Promise<TaskPage> {
    const { records, next } = await this.parts.ledger.store.list(owner, limit, from);
    return { tasks: records.flatMap((record) => this.readable(record)), next };
  }

  /** One task sealed by a key this process has not keeps nobody from the others. */
  private readable(record: TaskRecord): Task[] {
    try {
      return [openTask(record, this.parts.vault)];
    } catch (error) {
      if (!isPorticoError(error, 'PORTICO_TASK_SEALED')) throw error;
      this.parts.log.warn(`Task ${record.id} is left out of a list:`, error);
      return [];
    }
  }

  async answer(
    id: string,
    owner: string,
    answers: Readonly<Record<string, unknown>>,
  ): Promise<Task | undefined> {
    const { ledger, vault, queue } = this.parts;
    const found = await this.find(id, owner);
    if (!found) return undefined;
    let wakes = false;
    const add = (now: TaskRecord) => {
      if (now.questions === null) return undefined;
      const asked = vault.open<readonly TaskQuestion[]>(id, 'questions', now.questions);
      const answered = addAnswers(asked, answers);
      if (answered === asked) return undefined;
      const open = Object.keys(openQuestions(answered)).length;
      const changes = answer(now, vault.close(id, 'questions', answered), open, Date.now());
      wakes = changes?.due !== undefined;
      return changes;
    };
    const answered = await ledger.change(id, add, found);
    if (answered && wakes) await queue.enqueue({ task: id, lane: answered.lane });
    return answered ? openTask(answered, vault) : this.get(id, owner);
  }

  async cancel(id: string, owner: string): Promise<Task | undefined> {
    const { ledger, vault } = this.parts;
    const found = await this.find(id, owner);
    if (!found) return undefined;
    const cancelled = await ledger.change(id, (now) => cancel(now, Date.now()), found);
    return cancelled ? openTask(cancelled, vault) : this.get(id, owner);
  }

  async wait(
    id: string,
    owner: string,
    { signal, orQuestions = false }: { readonly signal: AbortSignal; readonly orQuestions?: boolean },
  ): Promise<Task> {
    const { store } = this.parts.ledger;
    const isReady = ({ status }: TaskRecord) =>
      isTerminal(status) || (orQuestions && status === 'input_required');
    if (await this.find(id, owner)) {
      const record = await waitForTask(store, id, isReady, signal);
      if (record) return openTask(record, this.parts.vault);
    }
    throw new PorticoError(
      'PORTICO_TASK_UNKNOWN',
      'There is no such task, or it was forgotten after its time.',
    );
  }

  async forget(id: string, owner: string): Promise<void> {
    const found = await this.find(id, owner);
    if (found && isTerminal(found.status)) await this.parts.ledger.store.remove([id]);
  }

  watch(id: string, listener: () => void): () => void {
    return this.parts.ledger.store.watch(id, listener);
  }

  private async find(id: string, owner: string): Promise<TaskRecord | undefined> {
    const record = await this.parts.ledger.store.read(id);
    return record?.kind === 'tool' && mayFind(owner, record.owner) ? record : undefined;
  }

  private open(record: TaskRecord | undefined): Task | undefined {
    return record && openTask(record, this.parts.vault);
  }
}

function tooMany(max: number): RequestFault {
  const message = `Too many tasks: ${max} of yours have not ended yet. Wait for one to end, answer what it asks, or cancel it.`;
  return new RequestFault('application', message, { code: 'PORTICO_TASK_LIMIT' });
}

/** As unguessable as the id of the flow, and the same when a request is repeated that has made a task. */
function taskIdOf(flow: string): string {
  return createHash('sha256').update(`task:${flow}`).digest('base64url');
}
