import { withoutCase } from './pattern-case.js';
import { scanPattern, type PatternPart } from './pattern-scanner.js';

/** A JavaScript pattern as the `pattern` keyword has it, or why it cannot be one. */
export type PortablePattern =
  { readonly pattern: string } | { readonly pattern?: undefined; readonly reason: string };

/** How a pattern is shown to people. */
export function describePattern({ source, flags }: RegExp): string {
  return flags === '' ? source : `/${source}/${flags}`;
}

/**
 * Rewrites a JavaScript pattern for the `pattern` keyword, which knows no flags and is read as if the flag `u` were
 * given. On text of the Basic Multilingual Plane both accept the same.
 *
 * - `g` and `d` do not change what matches;
 * - `s` and `m` are written out: `.` becomes `[\s\S]`, `^` and `$` look at the neighbouring line end;
 * - `i` is written out for ASCII letters: `a` becomes `[aA]`;
 * - escapes that `u` forbids and that mean nothing (`\@`, `\-`) are dropped, lone braces are escaped.
 *
 * @returns the pattern, or the reason why it has none: the flags `y` and `v`, `i` together with other alphabets or
 * back references, `\p` and `\u{}` without `u`, and what `u` does not allow at all
 * @example
 * portablePattern(/^[a-f]\@x$/i); // { pattern: '^[a-fA-F]@[xX]$' }
 */
export function portablePattern({ source, flags }: RegExp): PortablePattern {
  if (flags.includes('y') || flags.includes('v'))
    return { reason: `the flag ${flags.includes('y') ? 'y' : 'v'} has no counterpart` };
  try {
    const parts = scanPattern(source, flags.includes('u'));
    if (!/[ims]/.test(flags) && isUnicodePattern(source)) return { pattern: source };
    const pattern = parts.map((part) => write(part, flags)).join('');
    new RegExp(pattern, 'u');
    return { pattern };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

function isUnicodePattern(source: string): boolean {
  try {
    return new RegExp(source, 'u').unicode;
  } catch {
    return false; // it may still be rewritten
  }
}

const lineEnd = '[\\n\\r\\u2028\\u2029]';

function write(part: PatternPart, flags: string): string {
  if (flags.includes('i')) return write(withoutCase(part, flags.includes('u')), flags.replace('i', ''));
  if (part.kind === 'dot' && flags.includes('s')) return '[\\s\\S]';
  if (part.kind === 'start' && flags.includes('m')) return `(?<=^|${lineEnd})`;
  if (part.kind === 'end' && flags.includes('m')) return `(?=$|${lineEnd})`;
  return part.text;
}
