import type { ClassValidator } from '../class-validator.js';
import type { Node } from '../../json/node.js';
import type { Reading, Rule } from './rule.js';

/** Rules about numbers. */
export const numberRules = (is: ClassValidator): readonly Rule[] => [
  { decorator: is.Min(0), read: ([limit]) => bound('minimum', limit) },
  { decorator: is.Max(0), read: ([limit]) => bound('maximum', limit) },
  { decorator: is.IsPositive(), read: () => ({ keywords: { type: 'number', exclusiveMinimum: 0 } }) },
  { decorator: is.IsNegative(), read: () => ({ keywords: { type: 'number', exclusiveMaximum: 0 } }) },
  { decorator: is.IsDivisibleBy(1), read: ([divisor]) => multiple(divisor) },
  { decorator: is.IsLatitude(), read: () => degrees(90, 'must be a latitude') },
  { decorator: is.IsLongitude(), read: () => degrees(180, 'must be a longitude') },
];

function bound(keyword: string, limit: unknown): Reading {
  if (typeof limit === 'number' && Number.isFinite(limit))
    return { keywords: { type: 'number', [keyword]: limit } };
  if (limit === (keyword === 'minimum' ? -Infinity : Infinity)) return { keywords: { type: 'number' } };
  return { keywords: {}, impossible: `has ${String(limit)} as its limit, which no number meets` };
}

/** class-validator cuts the divisor to an integer: with 0.5 it would divide by 0, with 2.5 by 2. */
function multiple(divisor: unknown): Reading {
  if (!Number.isSafeInteger(divisor) || divisor === 0)
    return {
      keywords: {},
      impossible: `has ${String(divisor)} as its divisor: class-validator divides by whole numbers`,
    };
  const whole = Math.abs(divisor as number);
  return {
    keywords: { type: 'number', multipleOf: whole },
    // JSON Schema divides, and beyond 2^53 a quotient is whole by rounding alone.
    rest: (value) => typeof value === 'number' && value % whole === 0,
    says: `must be a multiple of ${whole}`,
  };
}

/** class-validator takes degrees as number or as text; the property's own type decides which is advertised. */
function degrees(limit: number, says: string): Reading {
  const number = { type: 'number', minimum: -limit, maximum: limit };
  const keywords = (type: string | undefined): Node => {
    if (type === 'string') return { type: 'string' };
    return type === undefined ? { anyOf: [number, { type: 'string' }] } : number;
  };
  return { keywords, rest: 'library', says };
}
