import { PorticoError } from '../../common/portico-error.js';
import { formatProblems, type SchemaProblem } from '../../schema/index.js';

/**
 * A form that the protocol has no way to ask for: an elicitation is flat, its fields are texts, numbers, booleans and
 * choices. Nothing was sent. The author's mistake, so clients do not see the text.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation#requested-schema
 * @example
 * ```ts
 * try { await ctx.elicit('Where to?', Order); }
 * catch (error) { if (isPorticoError(error, 'PORTICO_ELICIT_FORM')) console.error(error.message); throw error; }
 * ```
 */
export class ElicitFormError extends PorticoError {
  override readonly name = 'ElicitFormError';

  /**
   * @param form what was to be asked for: the name of a class, or a word for what it is
   * @param problems the fields at fault
   */
  constructor(
    form: string,
    readonly problems: readonly SchemaProblem[],
    options?: ErrorOptions,
  ) {
    super(
      'PORTICO_ELICIT_FORM',
      `${form} cannot be asked for: ${formatProblems(problems).replaceAll('\n', '; ')}. A form is flat: its fields are strings, numbers, booleans, one of some choices or several of them. Ask for less at a time, or take the value as an argument of the tool.`,
      options,
    );
  }
}
