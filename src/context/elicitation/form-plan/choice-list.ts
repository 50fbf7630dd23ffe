import type { Choices } from '../form.js';
import { ElicitFormError } from '../elicit-form-error.js';
import { distinct, type Choice } from './choice.js';

/**
 * Reads choices as their author wrote them.
 *
 * @throws ElicitFormError for what is no list of choices, and for an empty one
 */
export function choiceList(given: Choices): readonly Choice[] {
  const choices = Array.isArray(given) ? given.map(textChoice) : Object.entries(given).flatMap(namedChoice(given));
  if (choices.length === 0) throw new ElicitFormError('A choice', [{ path: '', message: 'there is nothing to choose from' }]);
  return distinct(choices);
}

function textChoice(text: unknown, index: number): Choice {
  if (typeof text === 'string') return { text, value: text };
  throw unknownChoice(`[${index}]`);
}

function namedChoice(all: object): (entry: readonly [string, unknown]) => readonly Choice[] {
  return ([name, given]) => {
    if (typeof given === 'string') return isReverse(all, name, given) ? [] : [{ text: given, value: given }];
    if (typeof given === 'number') return [{ text: name, value: given }];
    if (typeof given !== 'object' || given === null || !hasTextTitle(given)) throw unknownChoice(name);
    return [{ text: name, title: given.title ?? name, value: name }];
  };
}

/** An enum of numbers leads from each number back to its name too. */
function isReverse(all: object, name: string, given: string): boolean {
  return (all as Readonly<Record<string, unknown>>)[given] === Number(name);
}

function hasTextTitle(given: object): given is { title?: string } {
  return !('title' in given) || given.title === undefined || typeof given.title === 'string';
}

function unknownChoice(path: string): ElicitFormError {
  const message = 'is no choice; give a list of strings, an enum, or { value: { title } }';
  return new ElicitFormError('What was given', [{ path, message }]);
}
