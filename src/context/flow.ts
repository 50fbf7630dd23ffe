/** What an effect is told, so that outside systems can recognise a repetition. */
export interface Effect {
  /** The same for every attempt of the same effect of the same flow; unguessable. */
  readonly idempotencyKey: string;
}

/**
 * One run of a handler from the first request to the result, over all questions in between: the port through which a
 * context does things once, however often the handler is run again.
 */
export interface Flow {
  readonly id: string;

  /** Runs an effect once in this flow, and gives its result ever after. */
  once<T>(key: string, effect: (effect: Effect) => T | Promise<T>): Promise<T>;

  /** Makes a value once in this flow: what is made is kept, not made again. */
  note<T>(kind: string, make: () => T): T;
}
