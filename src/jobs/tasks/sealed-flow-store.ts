import type { Claim, FlowStore } from '../../interaction/flow-store.js';
import type { TaskVault } from './task-vault.js';

/** A flow store that reads nothing of what it keeps: results of effects are sealed before they come to it. */
export class SealedFlowStore implements FlowStore {
  constructor(
    private readonly inner: FlowStore,
    private readonly vault: TaskVault,
  ) {}

  async claim(id: string, ttl: number): Promise<Claim> {
    const claim = await this.inner.claim(id, ttl);
    return claim.state === 'done'
      ? { state: 'done', result: this.vault.open(id, 'effect', claim.result) }
      : claim;
  }

  prolong(id: string, ttl: number): Promise<void> {
    return this.inner.prolong(id, ttl);
  }

  async settle(id: string, result: string, ttl: number): Promise<string> {
    const sealed = this.vault.close(id, 'effect', result);
    const kept = await this.inner.settle(id, sealed, ttl);
    return kept === sealed ? result : this.vault.open<string>(id, 'effect', kept);
  }

  release(id: string): Promise<void> {
    return this.inner.release(id);
  }

  put(id: string, value: string, ttl: number): Promise<void> {
    return this.inner.put(id, this.vault.close(id, 'effect', value), ttl);
  }

  async get(id: string): Promise<string | undefined> {
    const value = await this.inner.get(id);
    return value === undefined ? undefined : this.vault.open<string>(id, 'effect', value);
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
