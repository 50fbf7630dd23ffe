import type { ServerLog } from '../common/server-log.js';
import type { Clock } from '../common/clock.js';
import { ResultCache } from '../context/results/result-cache.js';
import { localResults } from '../context/state/stores/local-results.js';
import type { StateStore } from '../context/state/stores/state-store.js';
import type { PorticoOptions } from './options.js';
import { stateSettings } from './state-settings.js';

/** Results are kept where state is; in this process apart from it, since a full store of state refuses. */
export function createResults(
  store: StateStore,
  options: PorticoOptions,
  clock: Clock,
  log: ServerLog,
): ResultCache {
  const { namespace } = stateSettings(options);
  return new ResultCache(store.isLocal ? localResults(clock) : store, encodeURIComponent(namespace), log);
}
