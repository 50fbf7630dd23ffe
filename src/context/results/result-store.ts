/** Where texts of results are kept. */
export interface ResultStore {
  /**
   * The text that is kept, else what is computed, which is then kept. Of several who miss at once, one computes, and all
   * get what came of it.
   *
   * @param ttl in milliseconds
   */
  wrap(key: string, compute: () => Promise<string>, ttl: number): Promise<string>;
}
