/** Why a session ends, as far as those who still wait for something are told. */
export interface Ending {
  readonly status: number;
  readonly message: string;
  /** Only this process lets go of it; where sessions are shared, others go on with it. */
  readonly isLocal?: boolean;
}

/** The client ended the session. Sessions that are over do not exist. */
export const SESSION_ENDED: Ending = {
  status: 404,
  message: 'The session was ended before the request was answered',
};

/** Nobody has used the session for long, as far as this process knows. */
export const UNUSED: Ending = { ...SESSION_ENDED };

/** It was ended in another process, which has seen to everything else. */
export const ENDED_ELSEWHERE: Ending = { ...SESSION_ENDED, isLocal: true };

/** The server is going down. */
export const SHUTTING_DOWN: Ending = { status: 503, message: 'The server is shutting down', isLocal: true };

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
