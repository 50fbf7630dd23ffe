import { milliseconds, type Duration } from '../common/duration.js';
import type { StartupProblems } from '../common/startup-problem.js';

/** A duration in milliseconds; what is none is collected, and `undefined` comes instead. */
export function durationOrReport(
  where: string,
  duration: Duration | undefined,
  problems: StartupProblems,
  what = 'timeout',
): number | undefined {
  try {
    return duration === undefined ? undefined : milliseconds(duration);
  } catch (error) {
    problems.add('PORTICO_DURATION', where, (error as Error).message, `Correct the ${what}.`);
    return undefined;
  }
}
