/** How much is kept. What is oldest goes first. */
export interface EventLimits {
  /** Events of one session. Default: 1,000. */
  readonly maxEvents?: number;
  /** Bytes of one session. Default: 4 MiB. */
  readonly maxBytes?: number;
  /** Bytes of all sessions together, in the memory of this process. Default: 64 MiB. */
  readonly maxTotalBytes?: number;
  /** How long an event is kept, in ms. Default: 5 minutes. */
  readonly maxAge?: number;
}

/** {@link EventLimits} with nothing left open. */
export function eventLimits(given: EventLimits): Required<EventLimits> {
  return {
    maxEvents: 1_000,
    maxBytes: 4 * 2 ** 20,
    maxTotalBytes: 64 * 2 ** 20,
    maxAge: 5 * 60_000,
    ...given,
  };
}
