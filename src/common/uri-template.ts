import { PorticoError } from './portico-error.js';

type Part =
  | { readonly kind: 'literal'; readonly text: string }
  /** `{name}`: one segment; `{+name}` and `{name*}`: the rest of the path, slashes included. */
  | { readonly kind: 'variable'; readonly name: string; readonly rest: boolean };

const EXPRESSION = /\{([+?&]?)([A-Za-z0-9_,*]*)\}/g;

/**
 * The part of RFC 6570 that can be matched without doubt: `{name}` within a segment, `{+name}` or `{name*}` across
 * segments, and `{?a,b}` for optional query parameters in any order.
 *
 * @example
 * ```ts
 * new UriTemplate('weather://{city}/{year}{?unit}').match('weather://oslo/2015?unit=c'); // { city: 'oslo', year: '2015', unit: 'c' }
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc6570
 */
export class UriTemplate {
  /** The names of the variables, in order. */
  readonly variables: readonly string[];
  /** Variables of the query, which may be absent. */
  readonly optional: ReadonlySet<string>;
  private readonly pattern: RegExp;
  private readonly path: readonly string[];
  private readonly isFile: boolean;
  /** `file://{path}`: the variable is the whole path. */
  private readonly isRooted: boolean;

  /** @throws PorticoError `PORTICO_URI_TEMPLATE` for a template outside this subset */
  constructor(readonly text: string) {
    const { parts, query } = parse(text);
    this.isFile = /^file:/i.test(text);
    this.isRooted = /^file:\/\/\{/i.test(text);
    this.path = parts.flatMap((part) => (part.kind === 'variable' ? [part.name] : []));
    this.optional = new Set(query);
    this.variables = [...this.path, ...query];
    this.pattern = new RegExp(`^${parts.map(source).join('')}$`);
    const twice = this.variables.find((name, i) => this.variables.indexOf(name) !== i);
    if (twice !== undefined) throw invalid(text, `the variable '${twice}' occurs twice`);
  }

  /**
   * The decoded variables of a URI, or `undefined` where it does not match. A `file:` URI whose variables lead out of
   * the folder the template names matches nothing.
   */
  match(uri: string): Record<string, string> | undefined {
    const [path, query] = this.optional.size > 0 ? splitQuery(uri) : [uri, ''];
    const found = this.pattern.exec(path);
    if (!found) return undefined;
    const variables: Record<string, string> = {};
    for (const [i, name] of this.path.entries()) {
      const value = decode(found[i + 1]!);
      if (value === undefined || (this.isFile && leadsAway(value, this.isRooted && i === 0)))
        return undefined;
      variables[name] = value;
    }
    for (const [name, value] of new URLSearchParams(query))
      if (this.optional.has(name)) variables[name] = value;
    return variables;
  }
}

function parse(text: string): { parts: Part[]; query: string[] } {
  const parts: Part[] = [];
  const query: string[] = [];
  let end = 0;
  for (const match of text.matchAll(EXPRESSION)) {
    const [expression, operator, names] = match as unknown as [string, string, string];
    if (match.index > end) parts.push({ kind: 'literal', text: text.slice(end, match.index) });
    end = match.index + expression.length;
    if (operator === '?' || operator === '&') query.push(...names.split(','));
    else parts.push(variable(text, operator, names));
  }
  if (end < text.length) parts.push({ kind: 'literal', text: text.slice(end) });
  const stray = parts.find((part) => part.kind === 'literal' && /[{}]/.test(part.text));
  if (stray) throw invalid(text, 'it contains a brace or an operator that is not supported');
  if (parts.some((part, i) => part.kind === 'variable' && parts[i + 1]?.kind === 'variable'))
    throw invalid(text, 'two variables follow each other, so nobody can tell where one ends');
  if (query.some((name) => !/^[A-Za-z0-9_]+$/.test(name)))
    throw invalid(text, 'a query variable has no plain name');
  return { parts, query };
}

function variable(text: string, operator: string, names: string): Part {
  const rest = operator === '+' || names.endsWith('*');
  const name = names.endsWith('*') ? names.slice(0, -1) : names;
  if (/^[A-Za-z0-9_]+$/.test(name)) return { kind: 'variable', name, rest };
  throw invalid(text, `'{${operator}${names}}' must hold one plain name`);
}

function source(part: Part): string {
  if (part.kind === 'literal') return part.text.replace(/[\\^$.*+?()[\]|]/g, '\\$&');
  return part.rest ? '(.+)' : '([^/?#]+)';
}

function splitQuery(uri: string): [path: string, query: string] {
  const at = uri.indexOf('?');
  return at === -1 ? [uri, ''] : [uri.slice(0, at), uri.slice(at + 1)];
}

/** Not every percent sign starts an encoded character: what cannot be decoded matches nothing. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Upwards by `..`, or to the root, where a path that is joined to it would start again. */
function leadsAway(path: string, mayStartAtRoot: boolean): boolean {
  return path.split(/[\\/]/).includes('..') || (!mayStartAtRoot && /^[\\/]/.test(path));
}

function invalid(text: string, why: string): PorticoError {
  return new PorticoError(
    'PORTICO_URI_TEMPLATE',
    `'${text}' is not a usable URI template: ${why}. Use {name}, {+path}, {path*} and {?a,b}.`,
  );
}
