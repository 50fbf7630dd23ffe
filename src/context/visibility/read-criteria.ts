import { nearest } from '../../common/nearest.js';
import { PorticoError } from '../../common/portico-error.js';
import type { VisibilityCriteria } from './visibility-rule.js';

const KINDS: readonly unknown[] = ['tool', 'resource', 'prompt'];

const checks: Readonly<Record<keyof VisibilityCriteria, (value: unknown) => string | undefined>> = {
  names: textsProblem,
  tags: textsProblem,
  kinds: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((kind) => KINDS.includes(kind))
      ? undefined
      : `must be a list of 'tool', 'resource' and 'prompt', with one at least`,
  version: (value) => (typeof value === 'string' && value !== '' ? undefined : 'must be a text'),
  all: (value) => (value === true ? undefined : 'can only be true'),
};

/**
 * Copies the criteria of a rule, and makes sure that there are some: a rule without any would be about nothing or about
 * everything, and neither may be meant.
 *
 * @param where for messages, such as `ctx.disableComponents`
 * @throws PorticoError `PORTICO_VISIBILITY_RULE`
 */
export function readCriteria(where: string, given: unknown): VisibilityCriteria {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw wrong(where, 'the criteria must be an object');
  const criteria = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of criteria) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof VisibilityCriteria] : undefined;
    if (!check) throw wrong(where, `'${name}' is no criterion${hint(name)}`);
    const problem = check(value);
    if (problem) throw wrong(where, `${name} ${problem}`);
  }
  if (criteria.length === 0) throw wrong(where, 'a rule needs a criterion');
  return structuredClone(Object.fromEntries(criteria));
}

function textsProblem(value: unknown): string | undefined {
  const fits = Array.isArray(value) && value.length > 0 && value.every((text) => typeof text === 'string');
  return fits ? undefined : 'must be a list of texts, with one at least';
}

function hint(name: string): string {
  const [near] = nearest(name, Object.keys(checks));
  return near === undefined ? '' : `; did you mean '${near}'?`;
}

function wrong(where: string, problem: string): PorticoError {
  return new PorticoError(
    'PORTICO_VISIBILITY_RULE',
    `${where}: ${problem}. Give some of names, tags, kinds and version, or { all: true } for every component.`,
  );
}
