import type { BusListener, EventBus } from './event-bus.js';

/** What one part of a process says to its like in other processes, and in this one. */
export interface TopicLine {
  /** See {@link EventBus.send}. */
  send(text: string): Promise<void>;
  leave(): void;
}

/** Lets several parts of a process speak over one bus, each about a topic of its own. */
export class BusTopics {
  private readonly listeners = new Map<string, Set<BusListener>>();

  constructor(private readonly bus: EventBus) {
    bus.listen({
      hear: (text) => this.hear(text),
      missed: () => {
        for (const listeners of this.listeners.values()) for (const listener of listeners) listener.missed();
      },
    });
  }

  /**
   * Who joins hears everything the others say, here and elsewhere, and nothing that it says itself.
   *
   * @param topic a word without spaces
   */
  join(topic: string, listener: BusListener): TopicLine {
    const listeners = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, listeners.add(listener));
    return {
      send: (text) => {
        for (const other of listeners) if (other !== listener) other.hear(text);
        return this.bus.send(`${topic} ${text}`);
      },
      leave: () => void listeners.delete(listener),
    };
  }

  /** See {@link EventBus.check}. */
  check(): Promise<void> {
    return this.bus.check();
  }

  close(): Promise<void> {
    return this.bus.close();
  }

  private hear(text: string): void {
    const space = text.indexOf(' ');
    for (const listener of this.listeners.get(text.slice(0, space)) ?? [])
      listener.hear(text.slice(space + 1));
  }
}
