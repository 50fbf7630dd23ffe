/** Why a session ends, as far as those who still wait for something are told. */
export interface Ending {
  readonly status: number;
  readonly message: string;
}

/** The client ended the session, or it was closed as unused. Sessions that are over do not exist. */
export const SESSION_ENDED: Ending = {
  status: 404,
  message: 'The session was ended before the request was answered',
};

/** The server is going down. */
export const SHUTTING_DOWN: Ending = { status: 503, message: 'The server is shutting down' };

/** What the registry knows of a session, however its messages travel. */
export interface RegisteredSession {
  readonly id: string;
  /** Whom it was opened for; nobody else may use it. */
  readonly principal: string | undefined;
  /** Whether a request or a stream is open; such a session is not idle. */
  readonly isBusy: boolean;
  /** In ms since the epoch. */
  readonly lastUsed: number;
  end(ending: Ending): Promise<void>;
}
