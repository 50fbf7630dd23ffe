/** What came of claiming an effect: it is ours to run, somebody runs it, or it has been done. */
export type Claim =
  | { readonly state: 'granted' }
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly result: string };

/**
 * Where flows keep what must survive their memory: which effects were claimed and done, and journals too large to
 * travel. Shared between machines, it keeps an effect from being repeated on another one.
 */
export interface FlowStore {
  /** Claims an effect before it runs. Atomic: of all who claim at once, one is granted. */
  claim(id: string, ttl: number): Promise<Claim>;
  /** Keeps a claim for another `ttl` ms while its effect runs. One that has its result, or is not there, stays as it is. */
  prolong(id: string, ttl: number): Promise<void>;
  /**
   * Keeps the result, as JSON, for all who claim later. Atomic: of several results the first is kept.
   *
   * @returns the result that is kept
   */
  settle(id: string, result: string, ttl: number): Promise<string>;
  /** Gives a claim back: the effect failed and may be tried again. A result that is kept already stays. */
  release(id: string): Promise<void>;
  put(id: string, value: string, ttl: number): Promise<void>;
  get(id: string): Promise<string | undefined>;
  close(): Promise<void>;
}
