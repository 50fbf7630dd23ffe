/**
 * Keeps what was sent on event streams, so that a client that lost its connection can fetch what it missed. An
 * implementation keeps sessions apart, and may forget: an event it no longer has cannot be resumed from.
 *
 * The port is small so that a shared store (Redis streams, a database table) fits behind it; then a client may come
 * back to another machine.
 *
 * @see the section "Resumability and Redelivery" of the transports of protocol revision 2025-11-25
 */
export interface EventStore {
  /**
   * Keeps one event.
   *
   * @param data the message as JSON; empty for the event that opens a stream, which carries nothing but its id
   * @returns the event's id: unique within the session, not to be guessed, and free of line breaks
   */
  append(sessionId: string, streamId: string, data: string): string | Promise<string>;

  /** The stream an event belongs to; `undefined` for an id this session never had, and for a forgotten event. */
  streamOf(sessionId: string, eventId: string): string | undefined | Promise<string | undefined>;

  /** Sends every event of the same stream that came after the given one, oldest first. */
  replayAfter(
    sessionId: string,
    eventId: string,
    send: (eventId: string, data: string) => void,
  ): void | Promise<void>;

  /** The session has ended: nothing of it is needed any more. */
  forget(sessionId: string): void | Promise<void>;
}
