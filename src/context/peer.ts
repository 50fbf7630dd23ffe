import type { Eventually } from '../common/eventually.js';

/** A message without an answer. */
export interface PeerNotification {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** A question to the client: elicitation, sampling, roots. */
export interface PeerRequest {
  readonly method: 'elicitation/create' | 'sampling/createMessage' | 'roots/list';
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Who is at the other end of the line while a request is handled. One for each way a client can be reached: so a
 * context service is written once, and a new protocol revision is a new peer.
 */
export interface Peer {
  /** Sends a notification on the request's own stream. */
  notify(notification: PeerNotification): Eventually<void>;

  /** Sends a log message, if the client asked for that level. */
  log(level: LogLevel, data: unknown, logger: string | undefined): Eventually<void>;

  /**
   * Asks the client, and waits for the answer.
   *
   * @param key names the question within the request, so that its answer is found again when the handler is replayed
   * @throws PorticoError `PORTICO_CANNOT_ASK` where this connection has no way to ask
   */
  ask(request: PeerRequest, key?: string): Promise<unknown>;

  /**
   * Ends the stream of the response before the result; the client comes back for it. Absent where no client does.
   *
   * @throws PorticoError `PORTICO_CANNOT_CLOSE_STREAM` where this client could not come back
   */
  readonly closeStream?: (() => void) | undefined;

  /** Whether a question is answered while the request it belongs to runs, as over a session. */
  readonly answersAtOnce?: boolean | undefined;

  /** Whether forms are asked for through the model, because the client cannot show them. */
  readonly asksThroughModel?: boolean | undefined;
}

/** The eight severities of RFC 5424, least first. */
export const logLevels = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
] as const;
export type LogLevel = (typeof logLevels)[number];

/** Whether a message of a level is to be sent where messages are wanted from another level on. */
export function isAtLeast(level: LogLevel, least: LogLevel): boolean {
  return logLevels.indexOf(level) >= logLevels.indexOf(least);
}
