/** In ms: entries are freed at most this long after their time. */
const SLOT = 1_000;

/** Which keys expire in which second, so that finding the expired ones costs nothing for all others. */
export class ExpiryWheel {
  private readonly slots = new Map<number, Set<string>>();
  /** The first slot that was not looked at yet. */
  private next: number;

  /** @param now in ms */
  constructor(now: number) {
    this.next = slotOf(now);
  }

  add(key: string, expires: number): void {
    const slot = slotOf(expires);
    const keys = this.slots.get(slot);
    if (keys) keys.add(key);
    else this.slots.set(slot, new Set([key]));
    // A time may lie in a slot that was looked at already: a clock can be set back.
    if (slot < this.next) this.next = slot;
  }

  remove(key: string, expires: number): void {
    const slot = slotOf(expires);
    const keys = this.slots.get(slot);
    if (keys?.delete(key) && keys.size === 0) this.slots.delete(slot);
  }

  /** Takes out the keys whose time is over. */
  *due(now: number): Generator<string> {
    const last = slotOf(now) - 1;
    if (last - this.next > this.slots.size) yield* this.dueAmongAll(last);
    else for (; this.next <= last; this.next++) yield* this.take(this.next);
    this.next = Math.max(this.next, last + 1);
  }

  /** After a long sleep there are more seconds to look at than slots in use. */
  private *dueAmongAll(last: number): Generator<string> {
    for (const slot of [...this.slots.keys()]) if (slot <= last) yield* this.take(slot);
  }

  private take(slot: number): Iterable<string> {
    const keys = this.slots.get(slot) ?? [];
    this.slots.delete(slot);
    return keys;
  }
}

/** The second in which a time ends: at its end, all of its keys have expired. */
function slotOf(time: number): number {
  return Math.floor(time / SLOT);
}
