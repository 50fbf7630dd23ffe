import { isPorticoError } from '../../common/portico-error.js';
import { Redactor } from '../../common/redaction/redactor.js';
import type { StartupProblem, StartupProblems } from '../../common/startup-problem.js';
import { StderrLog, type ServerLog } from '../../common/server-log.js';
import { loadOptional } from '../../storage/optional-package.js';
import type { PorticoOptions } from '../options.js';
import { isServerLog, logSettings } from './log-settings.js';
import { isPino, PinoLog } from './pino-log.js';
import { PlainLog, SafeLog, type MarkedLog } from './safe-log.js';

/** The log of an application: its own, or one on stderr; what is wrong with it is among the problems then. */
export async function openLog(
  { log, redact }: Pick<PorticoOptions, 'log' | 'redact'>,
  problems: StartupProblems,
): Promise<ServerLog> {
  const redactor = new Redactor(redact);
  try {
    return new SafeLog(await openMarked(log), redactor);
  } catch (error) {
    if (!isPorticoError(error)) throw error;
    const code = error.code as StartupProblem['code'];
    problems.add(code, 'PorticoOptions.log', error.message, 'Correct the option.');
    return new SafeLog(new PlainLog(new StderrLog()), redactor);
  }
}

async function openMarked(given: PorticoOptions['log']): Promise<MarkedLog> {
  if (isServerLog(given)) return isPino(given) ? new PinoLog(given) : new PlainLog(given);
  const { level, format } = logSettings(given);
  if (format === 'text') return new PlainLog(new StderrLog(level));
  const { pino } = await loadOptional(() => import('pino'), 'pino', 'A log in JSON');
  // On stdio stdout belongs to the protocol. Written at once: a line before a crash says what led to it.
  return new PinoLog(pino({ level }, pino.destination({ fd: 2, sync: true })));
}
