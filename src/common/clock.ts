/** Where the time comes from. Everything that lives for a while asks it, so that a test can let a day go by. */
export interface Clock {
  /** In ms since 1970. */
  now(): number;
  /**
   * Calls back later, without keeping the process alive.
   *
   * @param ms how much later
   * @returns how to call it off
   */
  after(ms: number, call: () => void): () => void;
}

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms).unref();
    return () => clearTimeout(timer);
  },
};
