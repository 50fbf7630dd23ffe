/** The way back to the client of one request, as its line provides it. */
export interface Outlet {
  /**
   * Sends what is not the answer.
   *
   * @param text as JSON
   * @param method what it is, for the log
   * @returns a promise where there is something to wait for before more is sent
   */
  send(text: string, method: string): Promise<void> | undefined;

  /** Whether the client has gone away, where that cancels its request. */
  readonly isGone: boolean;

  /** Tells when it goes. */
  onGone(listener: () => void): void;

  /** Ends the stream before the answer, where there may be one. */
  closeEarly?(): void;

  /** Sends the answer; without one, because the request was withdrawn, nothing more comes. */
  end(reply: Reply | undefined): void;
}

/** What a request is answered with. */
export interface Reply {
  /** As JSON. */
  readonly text: string;
  /** What follows the text, in bytes that were written before. */
  readonly rest?: Buffer | undefined;
  /** The code of the error, where it is one. */
  readonly code?: number | undefined;
  /** It was turned away before anybody was asked, which HTTP says, too (revision 2026-07-28). */
  readonly isUnheard?: boolean;
}

/** A reply in one piece. */
export function wholeText({ text, rest }: Reply): string {
  return rest ? text + rest.toString() : text;
}
