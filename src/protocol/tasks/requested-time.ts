import { RequestFault } from '../../pipeline/request-fault.js';

/** However long a client wants its task to be kept, in ms: no longer than a week. */
const MOST = 7 * 86_400_000;

/**
 * How long a client wants its task to be kept, in ms; `undefined` where it does not say.
 *
 * @throws RequestFault
 */
export function requestedTime(wanted: unknown): number | undefined {
  const { ttl } = (typeof wanted === 'object' && wanted !== null ? wanted : {}) as { readonly ttl?: unknown };
  if (ttl === undefined || ttl === null) return undefined;
  if (typeof ttl === 'number' && Number.isFinite(ttl) && ttl > 0) return Math.min(Math.ceil(ttl), MOST); // stores keep whole milliseconds
  throw new RequestFault(
    'invalid-params',
    'tools/call: params.task.ttl must be a number of milliseconds above 0',
  );
}
