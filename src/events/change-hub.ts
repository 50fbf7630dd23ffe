/** Something clients may want to hear of. */
export type Change =
  | { readonly kind: 'tools' | 'resources' | 'prompts' }
  | { readonly kind: 'resource'; readonly uri: string };

export type ChangeListener = (change: Change) => void;

/** Carries changes from where they happen to the lines that tell clients. One for each application. */
export class ChangeHub {
  private readonly listeners = new Set<ChangeListener>();

  publish(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }

  /** @returns how to stop listening */
  subscribe(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}
