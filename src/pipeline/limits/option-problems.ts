import { milliseconds, type Duration } from '../../common/duration.js';

/** The first of several findings. */
export function firstProblem(...found: readonly (string | undefined)[]): string | undefined {
  return found.find((problem) => problem !== undefined);
}

export function countProblem(name: string, value: number | undefined, least = 1): string | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return undefined;
  return `${name} is ${value}, and must be a whole number from ${least} on`;
}

export function durationProblem(name: string, value: Duration | undefined): string | undefined {
  if (value === undefined) return undefined;
  try {
    milliseconds(value);
    return undefined;
  } catch {
    return `${name} is '${value}', which is no duration such as '500ms', '30s' or '10m'`;
  }
}
