/** The port by which a transport tells that a session is over, so that nothing of it is kept. */
export interface SessionEnd {
  /** @param id of a session of the line: an HTTP session, or a connection on stdio */
  endSession(id: string): Promise<void>;
}
