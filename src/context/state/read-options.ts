import { nearest } from '../../common/nearest.js';
import { PorticoError } from '../../common/portico-error.js';
import { StateKey, type NamedKey } from './state-key.js';
import type { StateOptions, StateScope } from './state-options.js';

/** Longer names do not fit into the index of every store. */
const LONGEST = 512;

/** What a call of a member means, with nothing left open but its lifetime. */
export interface Subject {
  readonly key: string;
  readonly scope: StateScope;
  readonly options: StateOptions & { readonly default?: unknown };
}

/**
 * Brings together what a key says and what the call says.
 *
 * @param member for messages, such as `setState`
 * @param allowed the options this member has
 * @throws PorticoError `PORTICO_STATE_NAME`, `PORTICO_STATE_OPTION`
 */
export function readSubject(
  member: string,
  key: string | NamedKey,
  options: unknown,
  allowed: readonly string[],
): Subject {
  const typed = key instanceof StateKey ? key : undefined;
  const name = typed ? typed.name : (key as string);
  checkName(member, name);
  const given = { ...typed?.options, ...readOptions(`${member}('${name}')`, options, allowed) };
  return { key: name, scope: given.scope ?? 'session', options: given };
}

/** @throws PorticoError `PORTICO_STATE_OPTION` for an option the member has not, and for a scope that is none */
export function readOptions(where: string, options: unknown, allowed: readonly string[]): Subject['options'] {
  if (options === undefined) return {};
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw wrong(where, `options must be an object with some of: ${allowed.join(', ')}`);
  for (const option of Object.keys(options)) {
    if (allowed.includes(option)) continue;
    const hint = allowed.includes('default')
      ? ' A default that is an object is written { default: … }.'
      : nearest(option, allowed)
          .map((name) => ` Did you mean '${name}'?`)
          .join('');
    throw wrong(where, `'${option}' is no option. There are: ${allowed.join(', ')}.${hint}`);
  }
  checkScope(where, (options as { scope?: unknown }).scope);
  return options;
}

function checkName(member: string, name: unknown): void {
  if (typeof name === 'string' && name.length > 0 && name.length <= LONGEST && !name.includes('\0')) return;
  throw new PorticoError(
    'PORTICO_STATE_NAME',
    `${member}: a key is a text of 1 to ${LONGEST} characters without U+0000, or made by stateKey(). For a longer one, use a hash of it.`,
  );
}

function checkScope(where: string, scope: unknown): void {
  if (scope === undefined || scope === 'session' || scope === 'user' || scope === 'app') return;
  if (
    typeof scope === 'object' &&
    scope !== null &&
    typeof (scope as { handle?: unknown }).handle === 'string'
  )
    return;
  throw wrong(where, `the scope must be 'session', 'user', 'app' or handle(id)`);
}

function wrong(where: string, problem: string): PorticoError {
  return new PorticoError('PORTICO_STATE_OPTION', `${where}: ${problem}`);
}
