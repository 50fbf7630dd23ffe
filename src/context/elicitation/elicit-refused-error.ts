import { UserError } from '../../common/user-error.js';

/**
 * A person declined or closed a question that had to be answered; see `ctx.elicitOrThrow`. The code is
 * `PORTICO_DECLINED` or `PORTICO_CANCELLED`.
 *
 * @example
 * ```ts
 * try { await ctx.elicitOrThrow('Where to?', Address); }
 * catch (error) { if (isPorticoError(error, 'PORTICO_DECLINED')) return 'Then it stays here.'; throw error; }
 * ```
 */
export class ElicitRefusedError extends UserError {
  override readonly name = 'ElicitRefusedError';

  /** @param question what was asked */
  constructor(
    readonly action: 'decline' | 'cancel',
    question: string,
  ) {
    super(
      action === 'decline'
        ? `The user declined to answer: ${question}`
        : `The user closed the question without an answer: ${question}`,
      { code: action === 'decline' ? 'PORTICO_DECLINED' : 'PORTICO_CANCELLED' },
    );
  }
}
