/** What an effect is told, so that outside systems can recognise a repetition. */
export interface Effect {
  /** The same for every attempt of the same effect of the same flow; unguessable. */
  readonly idempotencyKey: string;
}

/** What may be said about an effect. */
export interface OnceOptions {
  /**
   * It does no harm when it happens twice: where a process died in the middle of it, it is run again, instead of
   * `PORTICO_ONCE_UNCERTAIN`. As long as somebody runs it, however slowly, others wait for what comes of it. Default: `false`.
   */
  readonly repeatable?: boolean;
}

/**
 * One run of a handler from the first request to the result, over all questions in between: the port through which a
 * context does things once, however often the handler is run again.
 */
export interface Flow {
  readonly id: string;

  /** The flow of the request itself, of which the flows of calls within the server are parts. */
  readonly origin: Flow;

  /** Whether this request continues a run that has asked: the handler may be running again from the start. */
  readonly isResumed: boolean;

  /** Runs an effect once in this flow, and gives its result ever after. */
  once<T>(key: string, effect: (effect: Effect) => T | Promise<T>, options?: OnceOptions): Promise<T>;

  /** Makes a value once in this flow: what is made is kept, not made again. */
  note<T>(kind: string, make: () => T): T;

  /**
   * Does something once in this flow, and gives what came of it when the handler is run again. Cheaper than `once`: the
   * journal alone remembers, so it may be done twice where two machines run the same flow at the same time.
   *
   * @param kind computed only where there is a journal; what begins with `once:` stays valid when the handlers change
   */
  remember<T>(kind: () => string, make: () => Promise<T>): Promise<T>;

  /**
   * To be called when a handler has returned, while its flow may still be told what is wrong with that.
   *
   * @param where class and method of the handler, for the message
   * @param within what the names of its questions begin with, where it is part of another handler's flow
   * @throws PorticoError `PORTICO_OPEN_QUESTION` where it asked something that nobody waits for,
   * `PORTICO_SWALLOWED_SUSPENSION` where it was stopped at a question and went on all the same
   */
  handled(where: string, within?: string): void;
}
