import { pathToFileURL } from 'node:url';
import { ensureBuilt } from '../project/ensure-built.js';
import { findProject } from '../project/find-project.js';
import { loadEnvironment } from './load-environment.js';
import { serveArguments, type ServeFlags } from './serve-flags.js';

/**
 * Runs the project's server in this process, as `node dist/main.js` does; compiles first what is stale.
 *
 * @param role `worker` for background work only
 * @throws PorticoError `PORTICO_NO_PROJECT`, `PORTICO_BUILD`
 */
export async function start(flags: ServeFlags, role?: 'worker'): Promise<void> {
  const project = findProject();
  ensureBuilt(project);
  loadEnvironment(project);
  if (role) process.env['PORTICO_ROLE'] = role;
  process.argv = [process.execPath, project.entry, ...serveArguments(flags)];
  await import(pathToFileURL(project.entry).href);
}
