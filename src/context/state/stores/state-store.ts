import { cacheOver, type OpenCache } from './cache-over.js';
import { DeadlineAdapter } from './deadline-adapter.js';
import type { StateAdapter } from './state-adapter.js';

/**
 * Where state is kept: cache-manager over Keyv over an adapter of ours. Writes and removals go through cache-manager. Its
 * reads turn a failure into "not found", so reads ask the Keyv store beneath; what neither has goes to the adapter.
 */
export class StateStore {
  private readonly adapter: StateAdapter;
  private opened: Promise<OpenCache> | undefined;

  /**
   * @param reach `local`: only this process has it; `foreign`: others may, but what they write at once may get lost;
   * `shared`: others have it, and nothing gets lost
   */
  constructor(
    adapter: StateAdapter,
    private readonly reach: 'local' | 'foreign' | 'shared',
  ) {
    this.adapter = this.isLocal ? adapter : new DeadlineAdapter(adapter);
  }

  get isLocal(): boolean {
    return this.reach === 'local';
  }

  get isShared(): boolean {
    return this.reach === 'shared';
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.open()).keyv.get(key);
  }

  async has(key: string): Promise<boolean> {
    return (await this.open()).keyv.has(key);
  }

  /** @param ttl in milliseconds */
  async set(key: string, text: string, ttl: number): Promise<void> {
    await (await this.open()).cache.set(key, text, ttl);
  }

  async delete(key: string): Promise<boolean> {
    return (await this.open()).keyv.delete(key);
  }

  /** See {@link StateAdapter.replace}. */
  replace(
    key: string,
    expected: string | undefined,
    text: string,
    ttl: number | undefined,
  ): Promise<boolean> {
    return this.adapter.replace(key, expected, text, ttl);
  }

  touch(key: string, ttl: number): Promise<void> {
    return this.adapter.touch(key, ttl);
  }

  /** Forgets all that belongs to an owner. */
  async clearOwner(prefix: string): Promise<void> {
    while (await this.adapter.clearOwner(prefix));
  }

  /** See cache-manager: of several who miss at once, one computes. */
  async wrap(key: string, compute: () => Promise<string>, ttl: number): Promise<string> {
    return (await this.open()).cache.wrap(key, compute, ttl);
  }

  async close(): Promise<void> {
    if (this.opened) await (await this.opened).cache.disconnect();
    else await this.adapter.disconnect();
  }

  private open(): Promise<OpenCache> {
    return (this.opened ??= cacheOver(this.adapter));
  }
}
