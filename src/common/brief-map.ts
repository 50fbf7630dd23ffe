/**
 * A map of what stays for a moment, while others come and go. A `Map` takes a new table whenever the old one is used up, and the
 * old one keeps naming what was there at that time, and its successor. Once one of them is old, whatever passed through is held
 * until all memory is looked through. Here tables name boxes, and a box is emptied when its value is taken out.
 */
export class BriefMap<K, V> {
  private readonly boxes = new Map<K, Box<V>>();

  get size(): number {
    return this.boxes.size;
  }

  get(key: K): V | undefined {
    return this.boxes.get(key)?.value;
  }

  has(key: K): boolean {
    return this.boxes.has(key);
  }

  set(key: K, value: V): void {
    const box = this.boxes.get(key);
    if (box) box.value = value;
    else this.boxes.set(key, { value });
  }

  /** Takes a value out. */
  take(key: K): V | undefined {
    const box = this.boxes.get(key);
    if (!box) return undefined;
    const { value } = box;
    box.value = undefined;
    this.boxes.delete(key);
    return value;
  }

  /** Takes all values out, in the order in which they came. */
  takeAll(): [K, V][] {
    return Array.from(this.boxes.keys(), (key) => [key, this.take(key)!]);
  }
}

interface Box<V> {
  value: V | undefined;
}
