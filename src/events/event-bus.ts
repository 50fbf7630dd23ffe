/** What a process does with what comes over a bus. */
export interface BusListener {
  /** A text that another process sent. */
  hear(text: string): void;
  /** The bus was away for a while, and nobody knows what was sent meanwhile. */
  missed(): void;
}

/**
 * Carries texts between the processes of an application, once to each, and never back to the one that sent it. It comes
 * back by itself when its server was away; that is logged once, and what was sent meanwhile is lost.
 */
export interface EventBus {
  listen(listener: BusListener): void;
  /**
   * Never rejects.
   *
   * @returns when the text is on its way: what anybody sends after that is heard after it
   */
  send(text: string): Promise<void>;
  /** Rejects while nothing can be sent, or nothing is heard. */
  check(): Promise<void>;
  close(): Promise<void>;
}
