import type { Subject } from '../visibility/subject.js';

/** Something clients may want to hear of. */
export type Change = (ListChange | { readonly kind: 'resource'; readonly uri: string }) & {
  /** Only the lines of this owner of state are told; absent: everyone. */
  readonly to?: string;
};

/** A list is another than it was. */
interface ListChange {
  readonly kind: 'tools' | 'resources' | 'prompts';
  /** What came or went: who may see none of it is not told. Absent: it is not known, and all are told. */
  readonly about?: readonly Subject[];
}

/** The port through which a context tells of changes; the machinery above carries them to the clients they concern. */
export interface ChangePublisher {
  publish(change: Change): void;
}
