import { after, caught, type Eventually } from '../../common/eventually.js';
import { isPorticoError } from '../../common/portico-error.js';
import type { Exchange } from '../../context/exchange.js';
import { errorCodeOf } from '../errors-to-clients.js';
import { RequestFault } from '../request-fault.js';

/**
 * How a call ended: with a result (`ok`), refused by a guard or a limit, failed by an error, given up by its client, or
 * stopped at a question, to be run again.
 */
export interface Ending {
  readonly outcome: 'ok' | 'refused' | 'failed' | 'cancelled' | 'suspended';
  /** The code of the error, where it has one. */
  readonly code?: string;
}

const REFUSALS: ReadonlySet<string> = new Set([
  'PORTICO_FORBIDDEN',
  'PORTICO_RATE_LIMIT',
  'PORTICO_BUSY',
  'PORTICO_RESULT_LIMIT',
  'PORTICO_QUESTION_LIMIT',
]);

/** Tells how a call ends, and passes on what comes of it once that is told. */
export function tellEnding(
  exchange: Exchange,
  work: () => Eventually<unknown>,
  tell: (ending: Ending) => Eventually<void>,
): Eventually<unknown> {
  return caught(
    () => after(work(), (result) => after(tell(endingOf(exchange, result)), () => result)),
    (error) =>
      after(tell(endingBy(exchange, error)), () => {
        throw error;
      }),
  );
}

/** What came of a call that gave this. */
export function endingOf(exchange: Exchange, result: unknown): Ending {
  if ((result as { readonly isError?: unknown } | undefined)?.isError !== true) return { outcome: 'ok' };
  return failure(exchange, errorCodeOf(result as object));
}

/** What came of a call that threw this. */
export function endingBy(exchange: Exchange, error: unknown): Ending {
  if (isPorticoError(error, 'PORTICO_SUSPENDED')) return { outcome: 'suspended' };
  if (!(error instanceof RequestFault))
    return failure(exchange, isPorticoError(error) ? error.code : undefined);
  const cause = isPorticoError(error.cause) ? error.cause.code : undefined;
  return failure(exchange, cause ?? error.kind);
}

function failure({ signal }: Exchange, code: string | undefined): Ending {
  const outcome =
    code !== undefined && REFUSALS.has(code) ? 'refused' : signal.aborted ? 'cancelled' : 'failed';
  return { outcome, ...(code !== undefined && { code }) };
}
