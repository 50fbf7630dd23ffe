import { milliseconds } from '../common/duration.js';
import type { StateParts } from '../context/state/state-settings.js';
import type { PorticoOptions } from './options.js';
import { environment, type Environment } from './configuration/environment.js';

/**
 * The settings of state, filled from the environment and from the server's name where the code leaves them open. Durations
 * are checked here, before a store is open.
 *
 * @throws PorticoError `PORTICO_DURATION`
 */
export function stateSettings(
  { state, name }: PorticoOptions,
  env: Environment = environment(),
): StateParts['settings'] {
  for (const duration of [state?.ttl, state?.handleTtl]) if (duration !== undefined) milliseconds(duration);
  const store = state?.store ?? env['PORTICO_STATE_STORE'];
  return { ...state, ...(store !== undefined && { store }), namespace: state?.namespace ?? name };
}
