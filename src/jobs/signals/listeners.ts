/** Who listens to what, in this process. */
export class Listeners {
  private readonly topics = new Map<string, Set<() => void>>();

  add(topic: string, listener: () => void): () => void {
    let listeners = this.topics.get(topic);
    if (!listeners) this.topics.set(topic, (listeners = new Set()));
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.topics.get(topic) === listeners) this.topics.delete(topic);
    };
  }

  tell(topic: string): void {
    for (const listener of this.topics.get(topic) ?? []) listener();
  }

  /** Tells everyone: what was missed is not known. */
  tellAll(): void {
    for (const topic of this.topics.keys()) this.tell(topic);
  }

  get all(): Iterable<string> {
    return this.topics.keys();
  }

  get size(): number {
    return this.topics.size;
  }

  clear(): void {
    this.topics.clear();
  }
}
