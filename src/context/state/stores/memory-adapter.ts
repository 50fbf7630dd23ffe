import { systemClock, type Clock } from '../../../common/clock.js';
import { PorticoError } from '../../../common/portico-error.js';
import { ExpiryWheel } from './expiry-wheel.js';
import { ownerPrefix, type StateAdapter } from './state-adapter.js';

interface Entry {
  readonly text: string;
  readonly expires: number;
}

const SWEEP_EVERY = 1_000;

/**
 * Keeps state in this process, up to a number of values. When it is full it refuses a new one: it never drops what
 * somebody may still need. What has expired is freed within two seconds, also when nobody reads or writes.
 */
export class MemoryAdapter implements StateAdapter {
  private readonly owners = new Map<string, Map<string, Entry>>();
  private readonly wheel: ExpiryWheel;
  private size = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly capacity: number,
    private readonly clock: Clock = systemClock,
  ) {
    this.wheel = new ExpiryWheel(clock.now());
  }

  async get(key: string): Promise<string | undefined> {
    return this.live(key)?.text;
  }

  async has(key: string): Promise<boolean> {
    return this.live(key) !== undefined;
  }

  async set(key: string, text: string, ttl: number): Promise<void> {
    this.put(key, text, this.clock.now() + ttl);
  }

  async delete(key: string): Promise<boolean> {
    const isLive = this.live(key) !== undefined;
    this.drop(key);
    return isLive;
  }

  async replace(
    key: string,
    expected: string | undefined,
    text: string,
    ttl: number | undefined,
  ): Promise<boolean> {
    const entry = this.live(key);
    if (entry?.text !== expected) return false;
    this.put(key, text, ttl === undefined ? (entry?.expires ?? 0) : this.clock.now() + ttl);
    return true;
  }

  async touch(key: string, ttl: number): Promise<void> {
    const entry = this.live(key);
    if (entry) this.put(key, entry.text, this.clock.now() + ttl);
  }

  async clearOwner(prefix: string): Promise<boolean> {
    for (const key of [...(this.owners.get(prefix)?.keys() ?? [])]) this.drop(key);
    return false;
  }

  async clear(): Promise<void> {
    for (const prefix of [...this.owners.keys()]) await this.clearOwner(prefix);
  }

  async disconnect(): Promise<void> {
    await this.clear();
  }

  private find(key: string): Entry | undefined {
    return this.owners.get(ownerPrefix(key))?.get(key);
  }

  private live(key: string): Entry | undefined {
    const entry = this.find(key);
    return entry && entry.expires > this.clock.now() ? entry : undefined;
  }

  private put(key: string, text: string, expires: number): void {
    const old = this.find(key);
    if (old) this.wheel.remove(key, old.expires);
    else this.makeRoom(key);
    const prefix = ownerPrefix(key);
    const entries = this.owners.get(prefix) ?? new Map<string, Entry>();
    this.owners.set(prefix, entries.set(key, { text, expires }));
    this.wheel.add(key, expires);
  }

  private makeRoom(key: string): void {
    if (this.size >= this.capacity) this.sweep();
    if (this.size >= this.capacity)
      throw new PorticoError(
        'PORTICO_STATE_FULL',
        `The state store of this process is full (${this.capacity} values), so '${key.slice(ownerPrefix(key).length)}' was not stored. Use shorter times, delete what is no longer needed, raise state.capacity, or configure a store outside the process.`,
      );
    this.size++;
    this.timer ??= setInterval(() => this.sweep(), SWEEP_EVERY).unref();
  }

  private drop(key: string): void {
    const prefix = ownerPrefix(key);
    const entries = this.owners.get(prefix);
    const entry = entries?.get(key);
    if (!entries || !entry) return;
    entries.delete(key);
    if (entries.size === 0) this.owners.delete(prefix);
    this.wheel.remove(key, entry.expires);
    if (--this.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private sweep(): void {
    for (const key of this.wheel.due(this.clock.now())) this.drop(key);
  }
}
