import { createHash } from 'node:crypto';
import { unguessableId } from '../../common/ids.js';
import { PorticoError } from '../../common/portico-error.js';
import type { Exchange } from '../../context/exchange.js';
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
}

/** Calls of tools as background tasks. Jobs have the same records, and are never seen here. */
export class TaskService implements TaskRunner {
  constructor(private readonly parts: ServiceParts) {}

  async submit(exchange: Exchange, { ttl, flow }: SubmitOptions = {}): Promise<Task> {
    const { ledger, vault, queue, keep, headers } = this.parts;
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
    const there = await ledger.store.insert(record);
    if (there !== undefined) return openTask((await ledger.store.read(there)) ?? record, vault);
    await queue.enqueue({ task: id, lane: record.lane });
    return openTask(record, vault);
  }

  async get(id: string, owner: string): Promise<Task | undefined> {
    return this.open(await this.find(id, owner));
  }

  async list(owner: string, limit: number, from?: string): Promise<TaskPage> {
    const { records, next } = await this.parts.ledger.store.list(owner, limit, from);
    return { tasks: records.map((record) => openTask(record, this.parts.vault)), next };
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

/** As unguessable as the id of the flow, and the same when a request is repeated that has made a task. */
function taskIdOf(flow: string): string {
  return createHash('sha256').update(`task:${flow}`).digest('base64url');
}
