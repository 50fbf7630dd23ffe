import type { Class } from '../common/class.js';
import { StartupProblems } from '../common/startup-problem.js';
import type { DynamicModule } from '../metadata/module.js';
import { checkPackageCopies } from '../scanner/package-copies.js';
import type { Circumstances } from './assembly/circumstances.js';
import { checkOptions } from './assembly/check-options.js';
import { linkApplication } from './assembly/link-application.js';
import { openApplication } from './assembly/open-application.js';
import { readModules, tellHints } from './assembly/read-modules.js';
import { Runtime } from './assembly/runtime.js';
import { tellClosed } from './assembly/tell-closed.js';
import { checkConfiguration } from './configuration/check-configuration.js';
import { applicationWatcher } from './operations/application-watcher.js';
import { openObservers } from './operations/open-observers.js';
import { openLog } from './logging/open-log.js';
import type { PorticoOptions } from './options.js';
import { PorticoApp } from './portico-app.js';

/**
 * Makes an application, step by step.
 *
 * @throws StartupError with every mistake that was found
 */
export async function createApplication(
  root: Class | DynamicModule,
  given: PorticoOptions | undefined,
  circumstances: Circumstances,
): Promise<PorticoApp> {
  const options = given ?? ({} as PorticoOptions); // what JavaScript forgot is told with all other mistakes
  const problems = new StartupProblems();
  const log = await openLog(options, problems);
  const disposal = { timeout: options.shutdownTimeout ?? 5_000, log };

  checkPackageCopies(problems);
  checkConfiguration(problems, log);
  const modules = await readModules(root, options, circumstances.overrides, problems);
  const checked = checkOptions(options, log, problems);
  const runtime = new Runtime(options.version);
  const observers = await openObservers(options, () => runtime.registry, log, problems);
  const linked = linkApplication({
    options,
    circumstances,
    modules,
    checked,
    problems,
    log,
    disposal,
    runtime,
    observers,
  });
  problems.throwIfAny();
  tellHints(modules, log);
  const opened = await openApplication(linked);
  if (!checked.auth) tellClosed(runtime.registry, log);
  const app = new PorticoApp(opened);
  applicationWatcher()?.started({ app, options, modules, jobs: linked.jobs });
  return app;
}
