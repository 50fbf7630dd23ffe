import type { ClassItem, PatternPart } from './pattern-scanner.js';

/**
 * Writes out what the flag `i` means for one part of a pattern: each ASCII letter in both cases.
 *
 * @param unicode whether `u` was given too, which also folds `ſ` with `s` and the Kelvin sign with `k`
 * @throws Error where that cannot be written out
 */
export function withoutCase(part: PatternPart, unicode: boolean): PatternPart {
  switch (part.kind) {
    case 'literal': {
      const both = casesOf(part.character ?? '', unicode);
      return both === undefined ? part : { kind: 'class', text: `[${both}]` };
    }
    case 'class': {
      const items = (part.items ?? []).map((item) => classItem(item, unicode)).join('');
      return { kind: 'class', text: `[${part.negated ? '^' : ''}${items}]` };
    }
    case 'escape':
      return refuse(part, unicode);
    default:
      return part;
  }
}

function casesOf(character: string, unicode: boolean): string | undefined {
  if (/[a-zA-Z]/.test(character)) {
    const lower = character.toLowerCase();
    return lower + lower.toUpperCase() + (unicode ? (furtherCases[lower] ?? '') : '');
  }
  if (character > '\x7f' && character.toLowerCase() !== character.toUpperCase())
    throw new Error('the flag i can be written out for ASCII letters only');
  return undefined;
}

const furtherCases: Readonly<Record<string, string>> = { s: 'ſ', k: '\u212A' };

function classItem(item: ClassItem, unicode: boolean): string {
  if (item.range === undefined) {
    if (unicode && /^\\[wWpP]/.test(item.text))
      throw new Error(`${item.text} means more with the flags i and u`);
    return item.text;
  }
  const [first, last] = item.range;
  if (first === last) return casesOf(first, unicode) ?? item.text;
  if (last > '\x7f') throw new Error('the flag i can be written out for ASCII letters only');
  return (
    item.text +
    foldedRange(first, last, 'a', 'z', -32) +
    foldedRange(first, last, 'A', 'Z', 32) +
    further(first, last, unicode)
  );
}

/** The letters of a range between `from` and `to`, in the other case. */
function foldedRange(first: string, last: string, from: string, to: string, shift: number): string {
  const lowest = Math.max(first.charCodeAt(0), from.charCodeAt(0));
  const highest = Math.min(last.charCodeAt(0), to.charCodeAt(0));
  if (lowest > highest) return '';
  return `${String.fromCharCode(lowest + shift)}-${String.fromCharCode(highest + shift)}`;
}

function further(first: string, last: string, unicode: boolean): string {
  if (!unicode) return '';
  const within = (letter: string): boolean => first <= letter && letter <= last;
  return Object.entries(furtherCases)
    .filter(([lower]) => within(lower) || within(lower.toUpperCase()))
    .map(([, characters]) => characters)
    .join('');
}

function refuse(part: PatternPart, unicode: boolean): PatternPart {
  if (/^\\(?:[1-9]|k)/.test(part.text)) throw new Error('a back reference cannot ignore case');
  if (unicode && /^\\[wWbBpP]/.test(part.text))
    throw new Error(`${part.text} means more with the flags i and u`);
  return part;
}
