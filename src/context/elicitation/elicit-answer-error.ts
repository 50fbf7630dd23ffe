import { UserError } from '../../common/user-error.js';
import type { SchemaProblem } from '../../schema/index.js';

/**
 * An answer that cannot be used: it still did not fit after it was asked for again, or it is no answer at all.
 *
 * @example
 * ```ts
 * try { return await ctx.elicit('Where to?', Address); }
 * catch (error) { if (isPorticoError(error, 'PORTICO_ELICIT_ANSWER')) return this.addresses.usual(); throw error; }
 * ```
 */
export class ElicitAnswerError extends UserError {
  override readonly name = 'ElicitAnswerError';

  /** @param problems what was wrong with the last answer; empty when it was no answer at all */
  constructor(
    message: string,
    readonly problems: readonly SchemaProblem[] = [],
  ) {
    super(message, { code: 'PORTICO_ELICIT_ANSWER' });
  }
}
