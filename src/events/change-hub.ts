import type { Change, ChangePublisher } from '../context/changes/change.js';
import type { ServerLog } from '../common/server-log.js';

export type ChangeListener = (change: Change) => void;

/** Carries changes from where they happen to the lines that tell clients. One for each application. */
export class ChangeHub implements ChangePublisher {
  private readonly listeners = new Set<ChangeListener>();

  constructor(private readonly log: ServerLog) {}

  /** Tells every listener; one that fails does not keep the others from hearing. */
  publish(change: Change): void {
    for (const listener of this.listeners) {
      try {
        listener(change);
      } catch (error) {
        this.log.error('A change could not be told:', error);
      }
    }
  }

  /** @returns how to stop listening */
  subscribe(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}
