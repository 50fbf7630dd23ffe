import type { ClassValidator } from '../class-validator.js';
import { describePattern, portablePattern } from '../../json/portable-pattern.js';
import type { Node } from '../../json/node.js';
import { wholeLimit } from './limits.js';
import type { Reading, Rule } from './rule.js';

/** Rules about the length and the content of text. */
export const textRules = (is: ClassValidator): readonly Rule[] => [
  { decorator: is.Length(0), read: ([min, max]) => length(min, max) },
  { decorator: is.MinLength(0), read: ([min]) => length(min, undefined) },
  { decorator: is.MaxLength(0), read: ([max]) => length(undefined, max) },
  { decorator: is.Matches(/x/), read: ([pattern, flags]) => matches(pattern, flags) },
  { decorator: is.Contains('x'), read: ([seed]) => contains(seed, (pattern) => ({ pattern })) },
  { decorator: is.NotContains('x'), read: ([seed]) => contains(seed, (pattern) => ({ not: { pattern } })) },
];

function length(min: unknown, max: unknown): Reading {
  if (typeof max === 'number' && max < 0) return { keywords: {}, impossible: `has ${max} as its limit` };
  const lower = wholeLimit('minLength', min);
  const keywords: Node = { type: 'string', ...lower, ...wholeLimit('maxLength', max) };
  const least = lower['minLength'];
  if (typeof least !== 'number' || least < 2) return { keywords };
  return {
    keywords,
    rest: (value) => typeof value === 'string' && hasLength(value, least),
    says: says(least),
  };
}

function says(least: number): string {
  return `must be at least ${least} characters long`;
}

/**
 * JSON Schema counts code points; class-validator counts a character and the variation selector behind it as one,
 * so it may find a text too short that is long enough for the schema. A character takes three code units at most.
 */
function hasLength(value: string, least: number): boolean {
  if (value.length >= least * 3) return true;
  const joined = value.match(/[^\uFE0F\uFE0E][\uFE0F\uFE0E]/g)?.length ?? 0;
  const pairs = value.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0;
  return value.length - joined - pairs >= least;
}

function matches(pattern: unknown, flags: unknown): Reading {
  const given =
    pattern instanceof RegExp ? pattern : new RegExp(String(pattern), flags as string | undefined);
  const portable = portablePattern(given);
  const described = describePattern(given);
  const reading: Reading = {
    keywords: { type: 'string' },
    // The pattern is compared as it was written, whatever became of it in the schema.
    rest: (value) => typeof value === 'string' && value.search(given) !== -1,
    says: `must match the pattern ${described}`,
  };
  if (portable.pattern !== undefined)
    return { ...reading, keywords: { type: 'string', pattern: portable.pattern } };
  return { ...reading, hint: `the pattern ${described} is enforced but not advertised: ${portable.reason}` };
}

function contains(seed: unknown, keywords: (pattern: string) => Node): Reading {
  // Any text contains the empty one; class-validator says so only of texts of two characters and more.
  if (typeof seed !== 'string' || seed === '') return { keywords: { type: 'string' }, rest: 'library' };
  return {
    keywords: { type: 'string', ...keywords(seed.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')) },
    rest: 'library',
  };
}
