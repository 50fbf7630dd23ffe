import type { RedisClient } from '../../storage/redis.js';
import { taskTopic } from '../signals/topics.js';
import type { TaskChanges, TaskRecord } from '../task-record.js';
import { MAX_LOG, type TaskLogEntry, type TaskRecordPage, type TaskStore } from '../task-store.js';
import { TASK_COLUMNS } from '../tasks/task-columns.js';
import { fromCursor, toPage } from '../tasks/task-cursor.js';
import type { RedisSignals } from './redis-signals.js';
import { insertTask, NULL, removeTask, updateTask } from './task-scripts.js';

/**
 * Keeps tasks in Redis, for any number of machines: each in a hash, found by sorted sets of due times, expiry times and
 * owners. A change and the hint of it are one script. One Redis, no cluster: the keys of a task lie in several slots.
 */
export class RedisTaskStore implements TaskStore {
  private readonly due: string;
  private readonly expiry: string;

  /** @param prefix of its keys */
  constructor(
    private readonly client: RedisClient,
    private readonly prefix: string,
    private readonly signals: RedisSignals,
  ) {
    this.due = `${prefix}:tasks:due`;
    this.expiry = `${prefix}:tasks:expires`;
  }

  async insert(record: TaskRecord): Promise<string | undefined> {
    const { id, unique, owner, due, expires, created, kind } = record;
    const fields = TASK_COLUMNS.filter((name) => record[name] !== null);
    const listed = kind === 'tool' ? String(created) : '';
    const there = await insertTask.run(
      this.client,
      [this.task(id), this.due, this.expiry, this.owner(owner), this.unique(unique ?? ''), this.open(owner)],
      [id, this.task(''), String(due), String(expires), listed, unique ?? ''].concat(
        fields.flatMap((name) => [name, String(record[name])]),
      ),
    );
    return typeof there === 'string' ? there : undefined;
  }

  async read(id: string): Promise<TaskRecord | undefined> {
    return toRecord(await this.client.hGetAll(this.task(id)));
  }

  async update(id: string, version: number, changes: TaskChanges, tell: boolean): Promise<boolean> {
    const fields = Object.entries(changes).flatMap(([name, value]) => [
      name,
      value === null ? NULL : String(value),
    ]);
    const hint = tell ? this.signals.payload(taskTopic(id)) : '';
    const changed = await updateTask.run(
      this.client,
      [this.task(id), this.due, this.expiry],
      [id, String(version), this.unique(''), this.signals.channel, hint, this.open(''), ...fields],
    );
    if (changed === 1 && tell) this.signals.tellHere(taskTopic(id));
    return changed === 1;
  }

  async list(owner: string, limit: number, from?: string): Promise<TaskRecordPage> {
    const key = this.owner(owner);
    const cursor = fromCursor(from);
    const rank = await this.client.zRevRank(key, cursor.id);
    const ids =
      rank === null
        ? await this.client.zRange(key, `(${cursor.created}`, '-inf', {
            BY: 'SCORE',
            REV: true,
            LIMIT: { offset: 0, count: limit + 1 },
          })
        : await this.client.zRange(key, rank + 1, rank + 1 + limit, { REV: true });
    return toPage(await this.readAll(ids), limit);
  }

  async unfinished(owner: string, limit: number): Promise<number> {
    return Math.min(await this.client.sCard(this.open(owner)), limit);
  }

  async overdue(before: number, limit: number): Promise<readonly TaskRecord[]> {
    return this.readAll(await this.until(this.due, before, limit));
  }

  async expired(before: number, limit: number): Promise<readonly TaskRecord[]> {
    return this.readAll(await this.until(this.expiry, before, limit));
  }

  async latest(limit: number): Promise<readonly TaskRecord[]> {
    return this.readAll(await this.client.zRange(this.expiry, 0, limit - 1, { REV: true }));
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids)
      await removeTask.run(
        this.client,
        [this.task(id), this.due, this.expiry, this.log(id)],
        [id, this.owner(''), this.unique(''), this.open('')],
      );
  }

  async appendLog(id: string, entry: TaskLogEntry): Promise<void> {
    await this.client
      .multi()
      .rPush(this.log(id), JSON.stringify(entry))
      .lTrim(this.log(id), -MAX_LOG, -1)
      .exec();
  }

  async logs(id: string): Promise<readonly TaskLogEntry[]> {
    const entries = await this.client.lRange(this.log(id), 0, -1);
    return entries.map((text) => JSON.parse(text) as TaskLogEntry);
  }

  watch(id: string, listener: () => void): () => void {
    return this.signals.listen(taskTopic(id), listener);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private until(key: string, before: number, limit: number): Promise<string[]> {
    return this.client.zRange(key, '-inf', `(${before}`, { BY: 'SCORE', LIMIT: { offset: 0, count: limit } });
  }

  private async readAll(ids: readonly string[]): Promise<TaskRecord[]> {
    const records = await Promise.all(ids.map((id) => this.read(id)));
    return records.filter((record) => record !== undefined);
  }

  private task(id: string): string {
    return `${this.prefix}:task:${id}`;
  }
  private log(id: string): string {
    return `${this.prefix}:task-log:${id}`;
  }
  private owner(owner: string): string {
    return `${this.prefix}:tasks:of:${owner}`;
  }
  private open(owner: string): string {
    return `${this.prefix}:tasks:open:${owner}`;
  }
  private unique(name: string): string {
    return `${this.prefix}:task-unique:${name}`;
  }
}

const numeric: ReadonlySet<string> = new Set([
  'version',
  'priority',
  'done',
  'total',
  'run',
  'attempt',
  'failures',
  'due',
  'created',
  'updated',
  'expires',
  'ttl',
] satisfies (keyof TaskRecord)[]);

/** Redis knows texts only; what is absent is `null`. */
function toRecord(fields: Readonly<Record<string, string>>): TaskRecord | undefined {
  if (fields['id'] === undefined) return undefined;
  const entries = TASK_COLUMNS.map((name) => {
    const text = fields[name];
    return [name, text === undefined ? null : numeric.has(name) ? Number(text) : text];
  });
  return Object.fromEntries(entries) as TaskRecord;
}
