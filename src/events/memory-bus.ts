import type { BusListener, EventBus } from './event-bus.js';

const channels = new Map<string, Set<MemoryBus>>();

/** Between applications of one process. */
export class MemoryBus implements EventBus {
  private readonly members: Set<MemoryBus>;
  private listener: BusListener | undefined;

  constructor(channel: string) {
    this.members = channels.get(channel) ?? new Set();
    channels.set(channel, this.members.add(this));
  }

  listen(listener: BusListener): void {
    this.listener = listener;
  }

  async send(text: string): Promise<void> {
    if (!this.members.has(this)) return;
    for (const member of this.members) if (member !== this) setImmediate(() => member.listener?.hear(text));
  }

  async check(): Promise<void> {}

  async close(): Promise<void> {
    this.listener = undefined;
    this.members.delete(this);
  }
}
