import { PorticoError } from './portico-error.js';

/** A number of milliseconds, or a text such as `'500ms'`, `'30s'`, `'10m'`, `'24h'`, `'7d'`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @throws PorticoError `PORTICO_DURATION` for anything that is not a positive duration */
export function milliseconds(duration: Duration): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(duration));
  const value = typeof duration === 'number' ? duration : match ? Number(match[1]) * units[match[2]!]! : NaN;
  if (Number.isFinite(value) && value > 0) return value;
  throw new PorticoError(
    'PORTICO_DURATION',
    `'${String(duration)}' is not a duration. Use milliseconds, or a text such as '500ms', '30s', '10m', '24h', '7d'.`,
  );
}
