import type { StateStore } from '../context/state/stores/state-store.js';
import type { BusTopics } from './bus-topics.js';

/** What the processes of one application have in common: a store that outlives each of them, and a line to each other. */
export interface Cluster {
  readonly store: StateStore;
  /** Begins every key of the application: a key is this, an owner, `/`, a name. */
  readonly prefix: string;
  readonly topics: BusTopics;
}
