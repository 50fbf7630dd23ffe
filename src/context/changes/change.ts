/** Something clients may want to hear of. */
export type Change = (
  { readonly kind: 'tools' | 'resources' | 'prompts' } | { readonly kind: 'resource'; readonly uri: string }
) & {
  /** Only the lines of this owner of state are told; absent: everyone. */
  readonly to?: string;
};

/** The port through which a context tells of changes; the machinery above carries them to the clients they concern. */
export interface ChangePublisher {
  publish(change: Change): void;
}
