/** A transport that is being served. */
export interface Listening {
  /** Where clients reach it: a URL, or `stdio`. */
  readonly address: string;
  /** Resolves when the other side is gone; never for a transport that waits for further clients. */
  readonly closed: Promise<void>;
  /** Stops serving; what is in flight is aborted. */
  close(): Promise<void>;
  /** How many sessions are open. */
  readonly sessions?: () => number;
}
