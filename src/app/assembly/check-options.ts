import { milliseconds } from '../../common/duration.js';
import { isPorticoError } from '../../common/portico-error.js';
import type { ServerLog } from '../../common/server-log.js';
import type { StartupProblem, StartupProblems } from '../../common/startup-problem.js';
import { iconHints, iconProblems } from '../../scanner/icon-problems.js';
import type { VisibilityRule } from '../../context/visibility/visibility-rule.js';
import { authSettings } from '../../identity/auth-settings.js';
import { ResourceServer } from '../../identity/resource-server.js';
import type { QuestionLimits } from '../../interaction/question-places.js';
import type { JobsSettings } from '../../jobs/jobs-settings.js';
import { environment } from '../configuration/environment.js';
import { isOn } from '../configuration/switch.js';
import { checkFallback, checkParked, flowKeys, flowMode, questionLimits } from '../create-flows.js';
import type { Role } from '../jobs-options.js';
import { jobsSettings, roleOf } from '../jobs-settings.js';
import type { PorticoOptions } from '../options.js';
import { visibilityRules } from '../visibility-rules.js';

/** The options that are not taken as they are given. */
export interface CheckedOptions {
  readonly jobs: JobsSettings;
  readonly role: Role;
  readonly questions: QuestionLimits;
  readonly rules: readonly VisibilityRule[];
  /** Absent where everyone may call. */
  readonly auth: ResourceServer | undefined;
  readonly hotPath: boolean;
}

/**
 * Checks the options that can be checked while nothing is open yet, so that their mistakes are told with all others.
 *
 * @returns them; where one cannot be used, a stand-in that nobody sees, because the application does not start
 */
export function checkOptions(
  options: PorticoOptions,
  log: ServerLog,
  problems: StartupProblems,
): CheckedOptions {
  const { interaction = {} } = options;
  checkIdentity(options, problems);
  const jobs = attempt('PorticoOptions.jobs', () => jobsSettings(options), problems);
  const role = attempt('PorticoOptions.role', () => roleOf(options), problems);
  attempt('PorticoOptions.interaction.keys', () => flowKeys(interaction), problems);
  attempt('PorticoOptions.interaction.ttl', () => milliseconds(interaction.ttl ?? '10m'), problems);
  attempt('PorticoOptions.ping', () => options.ping && milliseconds(options.ping), problems);
  attempt('PorticoOptions.interaction.fallback', () => checkFallback(interaction), problems);
  attempt('PorticoOptions.interaction', () => checkParked(interaction), problems);
  const questions = attempt('PorticoOptions.interaction', () => questionLimits(interaction), problems);
  attempt('PorticoOptions.interaction.mode', () => flowMode(interaction), problems);
  const hotPath = attempt(
    'PorticoOptions.hotPath',
    () => isOn(options.hotPath, 'PORTICO_HOT_PATH', true, environment()),
    problems,
  );
  for (const problem of iconProblems(options.icons))
    problems.add(
      'PORTICO_UNSAFE_ICON',
      'PorticoOptions.icons',
      problem,
      'Use an https: address, or embed the picture.',
    );
  for (const hint of iconHints(options.icons)) log.warn(`PorticoOptions.icons: ${hint}`);
  const rules = visibilityRules(options.visibility, problems);
  const auth = options.auth && new ResourceServer(authSettings(options.auth, options.name, problems), log);
  return {
    jobs: jobs ?? jobsSettings({ ...options, jobs: {} }),
    role: role ?? 'both',
    questions: questions ?? questionLimits({}, {}),
    rules,
    auth,
    hotPath: hotPath ?? true,
  };
}

/** JavaScript lets them be forgotten, and clients refuse the handshake of a server without them. */
function checkIdentity(options: PorticoOptions, problems: StartupProblems): void {
  for (const key of ['name', 'version'] as const)
    if (typeof options[key] !== 'string' || options[key].trim() === '')
      problems.add(
        'PORTICO_SERVER_NAME',
        `PorticoOptions.${key}`,
        `the handshake tells every client the ${key} of the server, so it has to be a text that is not empty`,
        "Call PorticoFactory.create(AppModule, { name: 'orders', version: '1.0.0' }).",
      );
}

function attempt<T>(where: string, read: () => T, problems: StartupProblems): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isPorticoError(error)) throw error;
    problems.add(error.code as StartupProblem['code'], where, error.message, 'Correct the option.');
    return undefined;
  }
}
