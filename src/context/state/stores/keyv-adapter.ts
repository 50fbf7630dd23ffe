import type { Keyv } from 'keyv';
import { PorticoError } from '../../../common/portico-error.js';
import { KeyedQueue } from '../keyed-queue.js';
import { PORTION, type StateAdapter } from './state-adapter.js';

type Entries = AsyncIterator<[key: string, value: string]>;

/**
 * Keeps state in a Keyv of the application's own. Keyv can neither compare before writing nor prolong, so both are done
 * here, one after the other for each key: atomic within this process, not between processes.
 */
export class KeyvAdapter implements StateAdapter {
  private readonly queue = new KeyedQueue(1_000);
  /** How far the search for the keys of an owner has come. */
  private readonly clearing = new Map<string, Entries>();

  constructor(private readonly keyv: Keyv<string>) {
    keyv.throwOnErrors = true; // else a failed write is reported as done
    const store = keyv.store as { throwOnErrors?: boolean };
    if (store.throwOnErrors === false) store.throwOnErrors = true; // adapters of the Keyv family hide errors too
    keyv.on('error', () => {}); // every failure is told to the one who asked; unheard, the event would end the process
  }

  get(key: string): Promise<string | undefined> {
    return this.keyv.get(key);
  }

  has(key: string): Promise<boolean> {
    return this.keyv.has(key);
  }

  set(key: string, text: string, ttl: number): Promise<void> {
    return this.queue.run(key, () => this.write(key, text, ttl));
  }

  delete(key: string): Promise<boolean> {
    return this.queue.run(key, async () => {
      const isThere = await this.keyv.has(key);
      await this.keyv.delete(key);
      return isThere;
    });
  }

  replace(
    key: string,
    expected: string | undefined,
    text: string,
    ttl: number | undefined,
  ): Promise<boolean> {
    return this.queue.run(key, async () => {
      const kept = await this.keyv.get<string>(key, { raw: true });
      if (kept?.value !== expected) return false;
      await this.write(key, text, ttl ?? left(kept));
      return true;
    });
  }

  touch(key: string, ttl: number): Promise<void> {
    return this.queue.run(key, async () => {
      const text = await this.keyv.get(key);
      if (text !== undefined) await this.write(key, text, ttl);
    });
  }

  async clearOwner(prefix: string): Promise<boolean> {
    if (!this.keyv.iterator)
      throw new PorticoError(
        'PORTICO_STATE_NO_CLEAR',
        'The Keyv given as state.store cannot list its keys, so nothing can be cleared. Delete the keys one by one, or give state.store a URL (redis://…, postgres://…, sqlite:…).',
      );
    const keys = this.clearing.get(prefix) ?? (this.keyv.iterator(undefined) as Entries);
    this.clearing.delete(prefix);
    const found: string[] = [];
    let isOver = false;
    for (let i = 0; i < PORTION && !isOver; i++) {
      const next = await keys.next();
      if (next.done) isOver = true;
      else if (next.value[0].startsWith(prefix)) found.push(next.value[0]);
    }
    // All at once: one after the other may take longer than a portion has time for.
    await Promise.all(found.map((key) => this.keyv.delete(key)));
    if (!isOver) this.clearing.set(prefix, keys);
    return !isOver;
  }

  clear(): Promise<void> {
    return Promise.reject(new Error('the Keyv may hold more than state'));
  }

  /** It was not opened here, so it is not closed here. */
  async disconnect(): Promise<void> {}

  private async write(key: string, text: string, ttl: number): Promise<void> {
    if (await this.keyv.set(key, text, Math.ceil(ttl))) return; // some stores take whole milliseconds only
    throw new Error('the Keyv did not confirm the write');
  }
}

function left(kept: { readonly expires?: number | undefined } | undefined): number {
  return kept?.expires === undefined ? 0 : Math.max(1, kept.expires - Date.now());
}
