/** How many of something each owner has. It remembers nobody who has none. */
export class Tally<Owner> {
  private readonly counts = new Map<Owner, number>();

  of(owner: Owner): number {
    return this.counts.get(owner) ?? 0;
  }

  add(owner: Owner): void {
    this.counts.set(owner, this.of(owner) + 1);
  }

  /** Takes back what was added. */
  remove(owner: Owner): void {
    const left = this.of(owner) - 1;
    if (left > 0) this.counts.set(owner, left);
    else this.counts.delete(owner);
  }
}
