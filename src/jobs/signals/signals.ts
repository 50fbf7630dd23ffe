/**
 * Tells those who listen, in this process and others, that something may have changed. A hint and no data: who hears it
 * looks for himself, so one that is missed is made good by the next look.
 */
export interface Signals {
  /** Tells everyone. Does not wait, and never throws: a hint that is lost is found out later. */
  send(topic: string): void;
  /** @returns how to stop */
  listen(topic: string, listener: () => void): () => void;
  close(): Promise<void>;
}
