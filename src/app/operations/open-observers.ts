import { isPorticoError } from '../../common/portico-error.js';
import type { ServerLog } from '../../common/server-log.js';
import type { StartupProblem, StartupProblems } from '../../common/startup-problem.js';
import type { Exchange } from '../../context/exchange.js';
import { findComponent } from '../../pipeline/find-component.js';
import type { Observer } from '../../pipeline/observing/observer.js';
import type { Registry } from '../../pipeline/registry.js';
import type { PorticoOptions } from '../options.js';
import { applicationWatcher } from './application-watcher.js';
import { auditObserver } from './audit.js';
import type { Metrics } from './metrics.js';
import type { Tracing } from './tracing.js';
import { environment, type Environment } from '../configuration/environment.js';
import { isOn } from '../configuration/switch.js';

/** Who watches the calls of an application. */
export interface Observers {
  readonly all: readonly Observer[];
  readonly metrics: Metrics | undefined;
  readonly tracing: Tracing | undefined;
}

/** Opens what the options want and nothing else: libraries that nobody uses are not loaded. */
export async function openObservers(
  options: PorticoOptions,
  registry: () => Registry,
  log: ServerLog,
  problems: StartupProblems,
  env: Environment = environment(),
): Promise<Observers> {
  const nameOf = (exchange: Exchange): string | undefined => findComponent(registry(), exchange)?.entry.name;
  const open = async <T>(name: 'metrics' | 'tracing', load: () => Promise<T>): Promise<T | undefined> => {
    try {
      return isOn(options[name], `PORTICO_${name.toUpperCase()}`, false, env) ? await load() : undefined;
    } catch (error) {
      if (!isPorticoError(error)) throw error;
      const code = error.code as StartupProblem['code'];
      problems.add(code, `PorticoOptions.${name}`, error.message, 'Correct the option, or leave it out.');
      return undefined;
    }
  };
  const metrics = await open('metrics', async () => (await import('./metrics.js')).Metrics.open(nameOf));
  const tracing = await open('tracing', async () => (await import('./tracing.js')).Tracing.open(nameOf));
  const { audit = false } = options;
  const watcher = applicationWatcher();
  return {
    metrics,
    tracing,
    all: [
      ...(watcher ? [watcher.observer(options)] : []),
      ...(tracing ? [tracing.observer] : []),
      ...(metrics ? [metrics.observer] : []),
      ...(audit === false ? [] : [auditObserver(audit === true ? {} : audit, options.redact, log)]),
    ],
  };
}
