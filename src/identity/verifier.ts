import { PorticoError } from '../common/portico-error.js';
import type { PrincipalData } from './principal.js';

/** What a request carries to say who sends it. */
export interface Credentials {
  /** The token of `Authorization: Bearer …`, where there is one. */
  readonly token: string | undefined;
  /** How tokens name this server, where the option `auth.resource` says it. */
  readonly resource: string | undefined;
  /** The headers of the request, in lower case; of several of one name, the first. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Finds out who is calling. */
export interface Verifier {
  /** Headers that hold credentials, beside `Authorization`, in lower case: no tool sees them. */
  readonly headers?: readonly string[];
  /** What is wrong with its settings, if anything is; told when the application starts. */
  check?(resource: string | undefined): string | undefined;
  /**
   * Who it is; `undefined` for credentials that are not this verifier's to judge, so that the next is asked.
   *
   * @throws UnauthorizedError for credentials that are its own and do not hold; any other error says that it cannot be
   * known now, and the client is asked to come again
   */
  verify(credentials: Credentials): PrincipalData | undefined | Promise<PrincipalData | undefined>;
}

export type VerifierFunction = Verifier['verify'];

/**
 * The credentials of a request do not hold. The client hears why, so the text must not repeat them.
 *
 * @example
 * ```ts
 * if (session.isOver) throw new UnauthorizedError('The session is over');
 * ```
 */
export class UnauthorizedError extends PorticoError {
  override readonly name = 'UnauthorizedError';

  constructor(message: string, options?: ErrorOptions) {
    super('PORTICO_UNAUTHORIZED', message, options);
  }
}
