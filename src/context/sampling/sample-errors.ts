import { PorticoError } from '../../common/portico-error.js';
import { UserError } from '../../common/user-error.js';
import { formatProblems, type SchemaProblem } from '../../schema/index.js';

/** The model gave no result of the wanted form, also when it was told what was wrong. */
export class SampleResultError extends PorticoError {
  override readonly name = 'SampleResultError';

  constructor(
    /** What was wrong with the last answer. */
    readonly problems: readonly SchemaProblem[],
    /** The last answer as the model wrote it. */
    readonly text: string,
    cutOff: boolean,
  ) {
    const cure = cutOff
      ? 'The answer was cut off: raise maxTokens.'
      : 'Ask for something simpler, describe the fields, or handle this error.';
    super(
      'PORTICO_SAMPLE_RESULT',
      `ctx.sample: the model gave no result of the form that was asked for:\n${formatProblems(problems)}\n${cure}`,
    );
  }
}

export function tooManyIterations(limit: number): PorticoError {
  return new PorticoError(
    'PORTICO_SAMPLE_ITERATIONS',
    `ctx.sample: the model still called tools after ${limit} turns. Raise maxIterations (100 at most), or give it fewer or clearer tools.`,
  );
}

/** For the model too: somebody decided, and nothing is broken. */
export function refusedByUser(what: string, cause: unknown): UserError {
  return new UserError(`${what}: the client's user did not allow the model to be asked.`, {
    code: 'PORTICO_SAMPLE_REFUSED',
    cause,
  });
}

export function unusableAnswer(what: string, cause: Error): PorticoError {
  return new PorticoError(
    'PORTICO_SAMPLE_ANSWER',
    `${what}: the client's answer cannot be used: ${cause.message}. Handle this error, or give PorticoFactory.create a sampling.provider to fall back to.`,
    { cause },
  );
}

export function failedAtProvider(what: string, why: string, cause?: unknown): PorticoError {
  return new PorticoError(
    'PORTICO_SAMPLE_PROVIDER',
    `${what}: the server's own model did not answer: ${why}`,
    { cause },
  );
}

export function wrongOption(what: string, option: string, problem: string): PorticoError {
  return new PorticoError('PORTICO_SAMPLE_OPTION', `${what}: ${option} ${problem}.`);
}
