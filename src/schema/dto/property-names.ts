import type { Class } from '../../common/class.js';
import { notesOfOwnProperties } from '../decorators/notes.js';
import { kinds, validationsOf, type Validation } from './class-validator.js';
import { lineageOf } from './is-dto.js';

/**
 * The properties of a DTO in the order of declaration, those of the most basic class first.
 *
 * @param instance any instance: its fields tell the order, where the compiler defines them all
 * @param validations those of the class and of what it extends
 */
export function propertyNamesOf(
  type: Class,
  instance: object,
  validations: readonly Validation[],
): readonly string[] {
  // What is registered by other ways than decorators on these very classes comes last.
  const names = new Set([
    ...lineageOf(type).flatMap((ancestor) =>
      ownNames(ancestor, ancestor === type ? validations : validationsOf(ancestor)),
    ),
    ...validations.map(({ propertyName }) => propertyName),
  ]);
  const fields = Object.keys(instance);
  return [...names].every((name) => fields.includes(name))
    ? fields.filter((name) => names.has(name))
    : [...names];
}

function ownNames(type: Class, validations: readonly Validation[]): readonly string[] {
  const validated = validations
    .filter(({ target, type: kind }) => target === type && kind !== kinds.promise)
    .map(({ propertyName }) => propertyName);
  const noted = [...notesOfOwnProperties(type.prototype as object).keys()];
  return interleave([...new Set(validated)], noted);
}

/**
 * One order out of two that share some names: what only the second has goes before the next name both have. Each
 * list is in order of declaration; nothing tells how they lie to each other between two shared names.
 */
function interleave(first: readonly string[], second: readonly string[]): string[] {
  const merged = [...first];
  for (const [i, name] of second.entries()) {
    if (first.includes(name)) continue;
    const next = second.slice(i).find((other) => first.includes(other));
    merged.splice(next === undefined ? merged.length : merged.indexOf(next), 0, name);
  }
  return merged;
}
