import type { Claim, FlowStore } from '../../interaction/flow-store.js';
import type { GroupCommit } from './group-commit.js';

/** A flow store on the same connection as the tasks, whose writes are committed with theirs. It writes before it returns. */
export class GroupedFlowStore implements FlowStore {
  constructor(
    private readonly inner: FlowStore,
    private readonly writes: GroupCommit,
  ) {}

  claim(id: string, ttl: number): Promise<Claim> {
    return this.writes.write(() => this.inner.claim(id, ttl));
  }

  settle(id: string, result: string, ttl: number): Promise<void> {
    return this.writes.write(() => this.inner.settle(id, result, ttl));
  }

  release(id: string): Promise<void> {
    return this.writes.write(() => this.inner.release(id));
  }

  put(id: string, value: string, ttl: number): Promise<void> {
    return this.writes.write(() => this.inner.put(id, value, ttl));
  }

  get(id: string): Promise<string | undefined> {
    return this.inner.get(id);
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
