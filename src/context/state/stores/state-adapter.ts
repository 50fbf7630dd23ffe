/**
 * A storage adapter as Keyv wants it, with what state needs beyond Keyv: to compare before writing, to let a time begin
 * again, and to forget all of one owner. Texts in, texts out; a key is `application/owner/name`, a time in milliseconds.
 *
 * Every member answers for sure or rejects: a failure is never "there is nothing" or "it was done".
 */
export interface StateAdapter {
  get(key: string): Promise<string | undefined>;
  has(key: string): Promise<boolean>;
  set(key: string, text: string, ttl: number): Promise<void>;
  /** @returns whether there was something */
  delete(key: string): Promise<boolean>;

  /**
   * Writes if what is kept is what is expected (`undefined`: nothing). Of all who expect the same at once, one succeeds.
   *
   * @param ttl the time of the new text; absent: what is kept keeps its time
   */
  replace(key: string, expected: string | undefined, text: string, ttl: number | undefined): Promise<boolean>;

  /** Lets the time of what is kept begin again. */
  touch(key: string, ttl: number): Promise<void>;

  /**
   * Forgets a portion of what belongs to an owner, so that each step is short.
   *
   * @param prefix `application/owner/`
   * @returns whether there may be more
   */
  clearOwner(prefix: string): Promise<boolean>;

  /** Keyv asks for it of every adapter; nobody here may forget everything. */
  clear(): Promise<void>;

  disconnect(): Promise<void>;
}

/** How many values are forgotten in one step. */
export const PORTION = 1_000;

/** The part of a key that ends with its owner, as {@link StateAdapter.clearOwner} takes it. */
export function ownerPrefix(key: string): string {
  return key.slice(0, key.indexOf('/', key.indexOf('/') + 1) + 1);
}

/** The first text after all that begin with a prefix, for stores that compare texts by their bytes. */
export function afterPrefix(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}
