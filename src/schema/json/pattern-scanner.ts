/** A piece of a pattern, already in a form that the flag `u` allows. */
export interface PatternPart {
  readonly kind: 'literal' | 'class' | 'dot' | 'start' | 'end' | 'escape' | 'syntax';
  readonly text: string;
  /** For a literal: the character itself. */
  readonly character?: string;
  /** For a class: its items, each a character, an escape or a range. */
  readonly items?: readonly ClassItem[];
  readonly negated?: boolean;
}

/** One item between `[` and `]`. */
export interface ClassItem {
  readonly text: string;
  /** First and last character; absent for an escape such as `\d`. */
  readonly range?: readonly [string, string];
}

/** What a pattern may escape under the flag `u`. */
const syntaxCharacters = new Set('^$\\.*+?()[]{}|/');
/** Groups look-arounds and names: the characters behind `(` that belong to it. */
const groupOpening = /^\(\?(?::|=|!|<=|<!|<[\p{ID_Start}$_][\p{ID_Continue}$]*>)|^\(/u;
const quantifier = /^\{\d+(?:,\d*)?\}/;
const escape =
  /^\\(?:u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]+\}|x[0-9a-fA-F]{2}|c[A-Za-z]|k<[^>]*>|[pP]\{[^}]*\}|\d+|[\s\S])/u;

/**
 * Cuts a pattern into parts.
 *
 * @param unicode whether the pattern was written with the flag `u`
 * @throws Error where the pattern means something that `u` cannot say
 */
export function scanPattern(source: string, unicode: boolean): PatternPart[] {
  if (!unicode) refuseSurrogates(source);
  const parts: PatternPart[] = [];
  for (let at = 0; at < source.length;) {
    const { part, length } = next(source.slice(at), unicode);
    parts.push(part);
    at += length;
  }
  return parts;
}

function next(rest: string, unicode: boolean): { part: PatternPart; length: number } {
  const syntax = groupOpening.exec(rest)?.[0] ?? quantifier.exec(rest)?.[0];
  if (syntax !== undefined) return { part: { kind: 'syntax', text: syntax }, length: syntax.length };
  const character = rest.charAt(0);
  switch (character) {
    case '\\':
      return scanEscape(rest, unicode);
    case '[':
      return scanClass(rest, unicode);
    case '.':
      return { part: { kind: 'dot', text: '.' }, length: 1 };
    case '^':
      return { part: { kind: 'start', text: '^' }, length: 1 };
    case '$':
      return { part: { kind: 'end', text: '$' }, length: 1 };
    case ')':
    case '|':
    case '*':
    case '+':
    case '?':
      return { part: { kind: 'syntax', text: character }, length: 1 };
    default:
      return { part: literal(character), length: 1 };
  }
}

function scanEscape(rest: string, unicode: boolean): { part: PatternPart; length: number } {
  const text = escape.exec(rest)?.[0] ?? rest;
  const known = characterOf(text, unicode, false);
  return {
    part: known === undefined ? { kind: 'escape', text } : { kind: 'literal', ...known },
    length: text.length,
  };
}

const controls: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', v: '\v', f: '\f', '0': '\0' };

/** The one character an escape stands for, and how `u` allows to write it; nothing for `\d`, `\b`, `\1` and the like. */
function characterOf(
  text: string,
  unicode: boolean,
  inClass: boolean,
): { text: string; character: string } | undefined {
  const letter = text.charAt(1);
  if (!unicode && /^\\(?:[pP]|u)\{/.test(text))
    throw new Error(`\\${letter} needs the flag u to mean what it looks like`);
  if (/^\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})$/.test(text)) {
    const character = String.fromCharCode(parseInt(text.slice(2), 16));
    if (!unicode) refuseSurrogates(character);
    return { text, character };
  }
  if (text.startsWith('\\u{'))
    return { text, character: String.fromCodePoint(parseInt(text.slice(3, -1), 16)) };
  if (/^\\c[A-Za-z]$/.test(text)) return { text, character: String.fromCharCode(text.charCodeAt(2) % 32) };
  if (inClass && letter === 'b') return { text, character: '\b' };
  if (text.length === 2 && letter in controls) return { text, character: controls[letter]! };
  if (text.length > 2 || /[dDwWsSbB1-9]/.test(letter)) return undefined;
  if (/[a-zA-Z]/.test(letter)) throw new Error(`\\${letter} is not known with the flag u`);
  return { text: escaped(letter, inClass), character: letter };
}

function refuseSurrogates(text: string): void {
  if (/[\uD800-\uDFFF]/.test(text))
    throw new Error('it has characters beyond the Basic Multilingual Plane, and no flag u');
}

function escaped(character: string, inClass: boolean): string {
  return syntaxCharacters.has(character) || (inClass && character === '-') ? `\\${character}` : character;
}

function literal(character: string): PatternPart {
  return { kind: 'literal', text: escaped(character, false), character };
}

function scanClass(rest: string, unicode: boolean): { part: PatternPart; length: number } {
  const negated = rest[1] === '^';
  const items: ClassItem[] = [];
  let at = negated ? 2 : 1;
  while (at < rest.length && rest[at] !== ']') {
    const first = classAtom(rest.slice(at), unicode);
    at += first.length;
    const last =
      rest[at] === '-' && rest[at + 1] !== ']' ? classAtom(rest.slice(at + 1), unicode) : undefined;
    if (last === undefined) {
      items.push(first.item);
    } else if (first.item.range && last.item.range) {
      items.push({
        text: `${first.item.text}-${last.item.text}`,
        range: [first.item.range[0], last.item.range[1]],
      });
      at += 1 + last.length;
    } else {
      // `[\w-.]` is no range: without `u` its hyphen is one of the characters.
      items.push(first.item, { text: '\\-', range: ['-', '-'] });
      at += 1;
    }
  }
  const text = `[${negated ? '^' : ''}${items.map((item) => item.text).join('')}]`;
  return { part: { kind: 'class', text, items, negated }, length: at + 1 };
}

function classAtom(rest: string, unicode: boolean): { item: ClassItem; length: number } {
  const first = rest.charAt(0);
  if (first !== '\\')
    return { item: { text: first === '-' ? '\\-' : first, range: [first, first] }, length: 1 };
  const text = escape.exec(rest)?.[0] ?? rest;
  const known = characterOf(text, unicode, true);
  const item =
    known === undefined ? { text } : { text: known.text, range: [known.character, known.character] as const };
  return { item, length: text.length };
}
