import { PorticoError } from '../../common/portico-error.js';
import type { Environment } from './environment.js';

/**
 * Whether something is switched on: as the code says, else as the environment does.
 *
 * @throws PorticoError `PORTICO_SWITCH` for a variable that says neither yes nor no
 */
export function isOn(
  given: boolean | undefined,
  variable: string,
  fallback: boolean,
  env: Environment,
): boolean {
  if (given !== undefined) return given;
  switch (env[variable] || String(fallback)) {
    case 'true':
    case 'on':
    case '1':
      return true;
    case 'false':
    case 'off':
    case '0':
      return false;
  }
  throw new PorticoError(
    'PORTICO_SWITCH',
    `${variable} is '${env[variable]}', which says neither yes nor no. Use true or false.`,
  );
}
