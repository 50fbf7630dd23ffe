import { systemClock, type Clock } from '../../../common/clock.js';
import type { KeyvPart } from './cache-over.js';

interface Entry {
  readonly text: string;
  readonly expires: number;
}

/** In ms. */
const SWEEP_EVERY = 30_000;

/** Results in this process: when it is full the one that was used least recently goes, for it can be computed again. */
export class ResultAdapter implements KeyvPart {
  /** In the order of use. */
  private readonly entries = new Map<string, Entry>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly capacity: number,
    private readonly clock: Clock = systemClock,
  ) {}

  async get(key: string): Promise<string | undefined> {
    const entry = this.entries.get(key);
    if (!entry || entry.expires <= this.clock.now()) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.text;
  }

  async set(key: string, text: string, ttl: number): Promise<void> {
    this.entries.delete(key);
    if (this.entries.size >= this.capacity) this.entries.delete(this.entries.keys().next().value!);
    this.entries.set(key, { text, expires: this.clock.now() + ttl });
    this.timer ??= setInterval(() => this.sweep(), SWEEP_EVERY).unref();
  }

  async delete(key: string): Promise<boolean> {
    return this.entries.delete(key);
  }

  async clear(): Promise<void> {
    this.entries.clear();
  }

  async disconnect(): Promise<void> {
    clearInterval(this.timer);
    this.entries.clear();
  }

  private sweep(): void {
    const now = this.clock.now();
    for (const [key, { expires }] of this.entries) if (expires <= now) this.entries.delete(key);
    if (this.entries.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
