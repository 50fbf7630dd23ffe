import type { JobsRuntime } from '../../jobs/jobs-runtime.js';
import type { Observer } from '../../pipeline/observing/observer.js';
import type { ReadModules } from '../assembly/read-modules.js';
import type { PorticoOptions } from '../options.js';
import type { PorticoApp } from '../portico-app.js';

/** An application that has started, with what only those see who develop it. */
export interface WatchedApplication {
  readonly app: PorticoApp;
  readonly options: PorticoOptions;
  readonly modules: ReadModules;
  readonly jobs: JobsRuntime;
}

/** Who looks into the applications of this process while they are written. */
export interface ApplicationWatcher {
  /** Stands around the calls of an application that starts, outside of all other observers. */
  observer(options: PorticoOptions): Observer;
  started(watched: WatchedApplication): void;
  /** An application is reached at this address, or by `stdio`. */
  listening(address: string): void;
}

let installed: ApplicationWatcher | undefined;

/**
 * Lets somebody watch the applications that this process creates from now on. Only a module that is loaded before the
 * program (`node --import`) calls this, so a server that is started in any other way has nobody who watches it.
 */
export function watchApplications(watcher: ApplicationWatcher): void {
  installed = watcher;
}

/** Who watches; absent outside of development. */
export function applicationWatcher(): ApplicationWatcher | undefined {
  return installed;
}
