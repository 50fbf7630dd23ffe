import { UserError } from '../../../common/user-error.js';

/**
 * A session handle that is not the caller's: unknown, ended, or another's. Which of these it is, nobody is told. The
 * code is `PORTICO_SESSION_UNKNOWN`.
 */
export class UnknownSessionError extends UserError {
  override readonly name = 'UnknownSessionError';

  constructor(id: string) {
    super(
      `There is no session '${id.slice(0, 64)}': it has ended, or the handle is not the one that was returned. Call without 'session' to begin a new one.`,
      { code: 'PORTICO_SESSION_UNKNOWN' },
    );
  }
}
