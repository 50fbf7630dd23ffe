import { PorticoError } from '../../common/portico-error.js';
import { serverLogLevels, type ServerLog } from '../../common/server-log.js';
import type { LogSettings } from './log-options.js';
import { environment, type Environment } from '../configuration/environment.js';

/** Whether an application brings a log of its own. */
export function isServerLog(log: ServerLog | LogSettings | undefined): log is ServerLog {
  return typeof (log as Partial<ServerLog> | undefined)?.error === 'function';
}

/**
 * How to write the log, filled from the environment, then by default.
 *
 * @throws PorticoError `PORTICO_LOG_OPTION`
 */
export function logSettings(
  given: LogSettings = {},
  env: Environment = environment(),
): Required<LogSettings> {
  const level = given.level ?? (env['PORTICO_LOG'] || 'info');
  const format = given.format ?? (env['PORTICO_LOG_FORMAT'] || 'text');
  return {
    level: oneOf('level', level, serverLogLevels),
    format: oneOf('format', format, ['text', 'json'] as const),
  };
}

function oneOf<T extends string>(name: string, value: string, values: readonly T[]): T {
  if (values.includes(value as T)) return value as T;
  throw new PorticoError(
    'PORTICO_LOG_OPTION',
    `The log cannot be written with ${name} '${value}'. Use one of ${values.join(', ')}.`,
  );
}
