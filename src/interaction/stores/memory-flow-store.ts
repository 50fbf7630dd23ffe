import { PorticoError } from '../../common/portico-error.js';
import type { Claim, FlowStore } from '../flow-store.js';

interface Entry {
  /** `undefined` while an effect runs. */
  readonly value: string | undefined;
  readonly expires: number;
}

/** Keeps flows in this process: bounded, refusing when full. What another machine did, it does not know. */
export class MemoryFlowStore implements FlowStore {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly capacity = 100_000) {}

  claim(id: string, ttl: number): Promise<Claim> {
    const entry = this.live(id);
    if (entry?.value !== undefined) return Promise.resolve({ state: 'done', result: entry.value });
    if (entry) return Promise.resolve({ state: 'running' });
    return this.write(id, undefined, ttl).then(() => ({ state: 'granted' }));
  }

  settle(id: string, result: string, ttl: number): Promise<void> {
    return this.write(id, result, ttl);
  }

  release(id: string): Promise<void> {
    this.entries.delete(id);
    return Promise.resolve();
  }

  put(id: string, value: string, ttl: number): Promise<void> {
    return this.write(id, value, ttl);
  }

  get(id: string): Promise<string | undefined> {
    return Promise.resolve(this.live(id)?.value);
  }

  close(): Promise<void> {
    this.entries.clear();
    return Promise.resolve();
  }

  private live(id: string): Entry | undefined {
    const entry = this.entries.get(id);
    if (!entry || entry.expires > Date.now()) return entry;
    this.entries.delete(id);
    return undefined;
  }

  private async write(id: string, value: string | undefined, ttl: number): Promise<void> {
    this.forgetOldest();
    if (this.entries.size >= this.capacity && !this.entries.has(id)) this.free();
    if (this.entries.size >= this.capacity && !this.entries.has(id))
      throw new PorticoError(
        'PORTICO_FLOW_STORE_FULL',
        `The store of running flows is full (${this.capacity} entries). Configure a store outside the process, or a shorter interaction.ttl.`,
      );
    this.entries.delete(id); // entries stay in the order of their writing, so the oldest are freed first
    this.entries.set(id, { value, expires: Date.now() + ttl });
  }

  /** Most live equally long, so what has expired stands in front: nothing is kept longer than a while. */
  private forgetOldest(): void {
    const now = Date.now();
    for (const [id, { expires }] of this.entries) {
      if (expires > now) return;
      this.entries.delete(id);
    }
  }

  private free(): void {
    const now = Date.now();
    for (const [id, { expires }] of this.entries) if (expires <= now) this.entries.delete(id);
  }
}
