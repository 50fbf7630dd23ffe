import type { ServerLog } from '../../../common/server-log.js';

/** In ms. What has expired is not read any more; it only takes room. */
const EVERY = 60_000;

/**
 * Frees what has expired, once a minute, without keeping the process alive.
 *
 * @returns how to stop
 */
export function sweepRegularly(sweep: () => Promise<void>, log: ServerLog): () => void {
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => log.debug('Expired state could not be freed:', error));
  }, EVERY).unref();
  return () => clearInterval(timer);
}
