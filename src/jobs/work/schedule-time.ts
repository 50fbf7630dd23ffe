import { PorticoError } from '../../common/portico-error.js';

/** When a job is repeated. */
export type ScheduleTime =
  { readonly kind: 'interval'; readonly ms: number } | { readonly kind: 'cron'; readonly text: string };

const units: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|milliseconds?)$/, 1],
  [/^(?:s|seconds?)$/, 1_000],
  [/^(?:m|min|minutes?)$/, 60_000],
  [/^(?:h|hours?)$/, 3_600_000],
  [/^(?:d|days?)$/, 86_400_000],
  [/^(?:w|weeks?)$/, 604_800_000],
];

const INTERVAL = /^(?:(\d+(?:\.\d+)?)\s*)?([a-z]+)$/;
const CRON = /^\S+(?:\s+\S+){4,5}$/;
/** More often than this is no plan but a loop. */
const SHORTEST = 100;

/**
 * Reads `5 minutes`, `minute`, `30s`, or a cron expression of five or six fields.
 *
 * @throws PorticoError `PORTICO_SCHEDULE`
 */
export function parseScheduleTime(text: string): ScheduleTime {
  const trimmed = text.trim();
  if (CRON.test(trimmed)) return { kind: 'cron', text: trimmed };
  const [, count = '1', unit = ''] = INTERVAL.exec(trimmed.toLowerCase()) ?? [];
  const factor = units.find(([names]) => names.test(unit))?.[1];
  const ms = factor === undefined ? NaN : Number(count) * factor;
  if (ms >= SHORTEST) return { kind: 'interval', ms };
  throw new PorticoError(
    'PORTICO_SCHEDULE',
    `'${text}' is no time to repeat a job at. Use an interval of at least ${SHORTEST} ms, such as '5 minutes' or '30s', or a cron expression of five or six fields, such as '0 3 * * *'.`,
  );
}
