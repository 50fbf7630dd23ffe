import { setTimeout as sleep } from 'node:timers/promises';
import { isPorticoError } from '../../common/portico-error.js';
import { OperatorError } from '../../common/operator-error.js';
import type { ServerLog } from '../../common/server-log.js';

/** Between two attempts, in ms; it grows from the first to the second. */
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

/**
 * Connects to a server that may not be up yet.
 *
 * @param patience how long to try, in ms
 * @param signal ends the attempts
 * @throws PorticoError `PORTICO_JOBS_UNREACHABLE` when the time is over; at once for what no waiting cures; the reason of
 * the signal
 */
export async function withPatience<T>(
  connect: () => Promise<T>,
  what: string,
  patience: number,
  log: ServerLog,
  signal: AbortSignal,
): Promise<T> {
  const end = Date.now() + patience;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await connect();
    } catch (error) {
      if (isPorticoError(error)) throw error;
      const reason = (error as Error).message || String((error as NodeJS.ErrnoException).code);
      if (Date.now() + pause > end)
        throw new OperatorError(
          'PORTICO_JOBS_UNREACHABLE',
          `${what}, where background jobs are kept, could not be reached within ${patience} ms: ${reason}. Start it, or correct jobs.url (PORTICO_JOBS_URL).`,
          { cause: error },
        );
      log.warn(`${what} cannot be reached yet (${reason}), trying again in ${pause} ms`);
      await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}
