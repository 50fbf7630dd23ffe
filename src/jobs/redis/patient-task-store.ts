import { Patience } from '../../storage/patience.js';
import type { TaskChanges, TaskRecord } from '../task-record.js';
import type { TaskLogEntry, TaskRecordPage, TaskStore } from '../task-store.js';

/** Gives every answer of a task store a deadline: its driver would wait for a silent server for ever. */
export class PatientTaskStore implements TaskStore {
  private readonly patience: Patience;

  /** @param ms how long an answer may take */
  constructor(
    private readonly inner: TaskStore,
    ms: number,
  ) {
    this.patience = new Patience(ms);
  }

  insert(record: TaskRecord): Promise<string | undefined> {
    return this.patience.ask(() => this.inner.insert(record));
  }
  read(id: string): Promise<TaskRecord | undefined> {
    return this.patience.ask(() => this.inner.read(id));
  }
  update(id: string, version: number, changes: TaskChanges, tell: boolean): Promise<boolean> {
    return this.patience.ask(() => this.inner.update(id, version, changes, tell));
  }
  list(owner: string, limit: number, from?: string): Promise<TaskRecordPage> {
    return this.patience.ask(() => this.inner.list(owner, limit, from));
  }
  unfinished(owner: string, limit: number): Promise<number> {
    return this.patience.ask(() => this.inner.unfinished(owner, limit));
  }
  overdue(before: number, limit: number): Promise<readonly TaskRecord[]> {
    return this.patience.ask(() => this.inner.overdue(before, limit));
  }
  expired(before: number, limit: number): Promise<readonly TaskRecord[]> {
    return this.patience.ask(() => this.inner.expired(before, limit));
  }
  latest(limit: number): Promise<readonly TaskRecord[]> {
    return this.patience.ask(() => this.inner.latest(limit));
  }
  remove(ids: readonly string[]): Promise<void> {
    return this.patience.ask(() => this.inner.remove(ids));
  }
  appendLog(id: string, entry: TaskLogEntry): Promise<void> {
    return this.patience.ask(() => this.inner.appendLog(id, entry));
  }
  logs(id: string): Promise<readonly TaskLogEntry[]> {
    return this.patience.ask(() => this.inner.logs(id));
  }
  watch(id: string, listener: () => void): () => void {
    return this.inner.watch(id, listener);
  }
  close(): Promise<void> {
    return this.inner.close();
  }
}
