import { nearest } from '../../common/nearest.js';
import type { ServerLog } from '../../common/server-log.js';
import type { StartupProblems } from '../../common/startup-problem.js';
import { readConfigurationFile } from './configuration-file.js';
import { configurationEntries } from './entries.js';
import type { Environment } from './environment.js';

/** Variables that begin alike and are read elsewhere. */
const OTHERS = /^PORTICO_(?:CONFIG|TEST)(?:_|$)/;

/** Tells what is wrong with the configuration file, and which variable is nobody's. */
export function checkConfiguration(
  problems: StartupProblems,
  log: ServerLog,
  env: Environment = process.env,
): void {
  const file = env['PORTICO_CONFIG'];
  for (const { where, problem, cure } of file ? readConfigurationFile(file).problems : [])
    problems.add('PORTICO_CONFIG_FILE', where, problem, cure);
  const variables = configurationEntries.map(({ variable }) => variable as string);
  for (const name of Object.keys(env)) {
    if (!name.startsWith('PORTICO_') || OTHERS.test(name) || variables.includes(name)) continue;
    const [near] = nearest(name, variables);
    log.warn(`The variable ${name} means nothing here.${near === undefined ? '' : ` Did you mean ${near}?`}`);
  }
}
