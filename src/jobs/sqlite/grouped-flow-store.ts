import type { Claim, FlowStore } from '../../interaction/flow-store.js';
import type { SqliteFlowTable } from '../../interaction/stores/sqlite-flow-table.js';
import type { GroupCommit } from './group-commit.js';

/** A flow store on the same connection as the tasks, whose writes are committed with theirs. */
export class GroupedFlowStore implements FlowStore {
  constructor(
    private readonly table: SqliteFlowTable,
    private readonly writes: GroupCommit,
  ) {}

  claim(id: string, ttl: number): Promise<Claim> {
    return this.writes.write(() => this.table.claim(id, ttl));
  }

  prolong(id: string, ttl: number): Promise<void> {
    return this.writes.write(() => this.table.prolong(id, ttl));
  }

  settle(id: string, result: string, ttl: number): Promise<string> {
    return this.writes.write(() => this.table.settle(id, result, ttl));
  }

  release(id: string): Promise<void> {
    return this.writes.write(() => this.table.release(id));
  }

  put(id: string, value: string, ttl: number): Promise<void> {
    return this.writes.write(() => this.table.put(id, value, ttl));
  }

  async get(id: string): Promise<string | undefined> {
    return this.table.get(id);
  }

  /** The connection is the tasks'. */
  async close(): Promise<void> {}
}
