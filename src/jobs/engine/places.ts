/**
 * How many more entries of a lane this worker may take. What it is asking for counts as well, so that it can ask for several
 * at once: Agenda looks at its limits before it asks and after, and gives back what was one too many.
 */
export class Places {
  private readonly limits = new Map<string, number>();
  private readonly asked = new Map<string, number>();
  /** Until when each entry is held, in ms since 1970. */
  private readonly held = new Map<string, Map<string, number>>();

  /** @param limit how many entries of the lane are held at once */
  open(lane: string, limit: number): void {
    this.limits.set(lane, limit);
  }

  /**
   * Asks for one entry, where there is a place for it.
   *
   * @param ask takes an entry, if there is one, and says until when it is held
   */
  async fill<T extends { readonly _id?: unknown }>(
    lane: string,
    ask: () => Promise<{ readonly entry: T; readonly until: number } | undefined>,
  ): Promise<T | undefined> {
    const asked = this.asked.get(lane) ?? 0;
    if (asked + this.count(lane) >= (this.limits.get(lane) ?? Infinity)) return undefined;
    this.asked.set(lane, asked + 1);
    try {
      const taken = await ask();
      if (taken) this.take(lane, String(taken.entry._id), taken.until);
      return taken?.entry;
    } finally {
      this.asked.set(lane, this.asked.get(lane)! - 1);
    }
  }

  /** What is held is held for longer. */
  keep(lane: string, id: string, until: number): void {
    if (this.held.get(lane)?.has(id)) this.take(lane, id, until);
  }

  free(lane: string, id: string): void {
    this.held.get(lane)?.delete(id);
  }

  private take(lane: string, id: string, until: number): void {
    let held = this.held.get(lane);
    if (!held) this.held.set(lane, (held = new Map<string, number>()));
    held.set(id, until);
  }

  /** What is held no longer, because its time is over, takes no place. */
  private count(lane: string): number {
    const held = this.held.get(lane);
    if (!held) return 0;
    if (held.size >= (this.limits.get(lane) ?? Infinity)) {
      const now = Date.now();
      for (const [id, until] of held) if (until < now) held.delete(id);
    }
    return held.size;
  }
}
