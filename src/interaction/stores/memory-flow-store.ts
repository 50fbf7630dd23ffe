import { systemClock, type Clock } from '../../common/clock.js';
import { PorticoError } from '../../common/portico-error.js';
import type { Claim, FlowStore } from '../flow-store.js';

interface Entry {
  /** `undefined` while an effect runs. */
  readonly value: string | undefined;
  readonly expires: number;
}

/** Of all values together: answers come from clients, who may make them long. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** Keeps flows in this process: bounded, refusing when full. What another machine did, it does not know. */
export class MemoryFlowStore implements FlowStore {
  private readonly entries = new Map<string, Entry>();
  private characters = 0;

  constructor(
    private readonly capacity = 100_000,
    private readonly mostCharacters = MOST_CHARACTERS,
    private readonly clock: Clock = systemClock,
  ) {}

  claim(id: string, ttl: number): Promise<Claim> {
    const entry = this.live(id);
    if (entry?.value !== undefined) return Promise.resolve({ state: 'done', result: entry.value });
    if (entry) return Promise.resolve({ state: 'running' });
    return this.write(id, undefined, ttl).then(() => ({ state: 'granted' }));
  }

  prolong(id: string, ttl: number): Promise<void> {
    const entry = this.live(id);
    return entry && entry.value === undefined ? this.write(id, undefined, ttl) : Promise.resolve();
  }

  async settle(id: string, result: string, ttl: number): Promise<string> {
    const kept = this.live(id)?.value;
    if (kept === undefined) await this.write(id, result, ttl);
    return kept ?? result;
  }

  release(id: string): Promise<void> {
    if (this.live(id)?.value === undefined) this.forget(id);
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
    this.characters = 0;
    return Promise.resolve();
  }

  private live(id: string): Entry | undefined {
    const entry = this.entries.get(id);
    if (!entry || entry.expires > this.clock.now()) return entry;
    this.forget(id);
    return undefined;
  }

  private async write(id: string, value: string | undefined, ttl: number): Promise<void> {
    this.forgetOldest();
    if (!this.hasRoom(id, value)) this.free();
    if (!this.hasRoom(id, value))
      throw new PorticoError(
        'PORTICO_FLOW_STORE_FULL',
        `The store of running flows is full (${this.entries.size} entries, ${this.characters} characters). Configure a store outside the process, or a shorter interaction.ttl.`,
      );
    this.forget(id); // entries stay in the order of their writing, so the oldest are freed first
    this.entries.set(id, { value, expires: this.clock.now() + ttl });
    this.characters += value?.length ?? 0;
  }

  private hasRoom(id: string, value = ''): boolean {
    const kept = this.entries.get(id);
    const characters = this.characters - (kept?.value?.length ?? 0) + value.length;
    return (kept !== undefined || this.entries.size < this.capacity) && characters <= this.mostCharacters;
  }

  private forget(id: string): void {
    this.characters -= this.entries.get(id)?.value?.length ?? 0;
    this.entries.delete(id);
  }

  /** Most live equally long, so what has expired stands in front: nothing is kept longer than a while. */
  private forgetOldest(): void {
    const now = this.clock.now();
    for (const [id, { expires }] of this.entries) {
      if (expires > now) return;
      this.forget(id);
    }
  }

  private free(): void {
    const now = this.clock.now();
    for (const [id, { expires }] of this.entries) if (expires <= now) this.forget(id);
  }
}
