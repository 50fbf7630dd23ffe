import { PorticoError } from '../../common/portico-error.js';

interface Entry {
  readonly value: unknown;
  readonly expires: number;
}

/**
 * A bounded store in this process, in the shape Keyv expects. When it is full it refuses a new key: it never evicts
 * what somebody may still need. Expired entries are freed little by little with each write.
 */
export class MemoryStore {
  private readonly entries = new Map<string, Entry>();
  private sweep: IterableIterator<[string, Entry]> = this.entries.entries();

  /** @param capacity how many entries fit */
  constructor(private readonly capacity = 100_000) {}

  get(key: string): unknown {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expires > Date.now()) return entry.value;
    this.entries.delete(key);
    return undefined;
  }

  /** @param ttl in milliseconds; absent: for ever */
  set(key: string, value: unknown, ttl?: number): void {
    this.free(4);
    if (this.entries.size >= this.capacity && !this.entries.has(key)) this.free(this.entries.size);
    if (this.entries.size >= this.capacity && !this.entries.has(key))
      throw new PorticoError(
        'PORTICO_STATE_FULL',
        `The state store of this process is full (${this.capacity} entries), so '${key}' was not stored. Use shorter time limits, delete what is no longer needed, raise state.capacity, or configure a store outside the process.`,
      );
    this.entries.set(key, { value, expires: ttl === undefined ? Infinity : Date.now() + ttl });
  }

  delete(key: string): boolean {
    return this.entries.delete(key);
  }

  clear(): void {
    this.entries.clear();
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  private free(steps: number): void {
    const now = Date.now();
    for (let i = 0; i < steps; i++) {
      let next = this.sweep.next();
      if (next.done) {
        this.sweep = this.entries.entries();
        next = this.sweep.next();
        if (next.done) return;
      }
      const [key, { expires }] = next.value;
      if (expires <= now) this.entries.delete(key);
    }
  }
}
