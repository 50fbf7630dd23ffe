import { ElicitFormError } from '../elicit-form-error.js';
import type { Choices } from '../form.js';
import { distinct, type Choice } from './choice.js';

/**
 * Reads choices as their author wrote them.
 *
 * @throws ElicitFormError for what is no list of choices, and for an empty one
 */
export function choiceList(given: Choices): readonly Choice[] {
  const choices = readAll(given);
  if (choices.length > 0) return distinct(choices);
  throw new ElicitFormError('A choice', [{ path: '', message: 'there is nothing to choose from' }]);
}

function readAll(given: Choices): readonly Choice[] {
  if (Array.isArray(given)) return given.map(textChoice);
  const isTitled = Object.values(given).some((choice) => typeof choice === 'object');
  const read = isTitled ? titledChoice : enumChoice(given);
  return Object.entries<unknown>(given).flatMap(([name, choice]) => read(name, choice));
}

function textChoice(text: unknown, index: number): Choice {
  if (typeof text === 'string') return { text, value: text };
  throw noChoice(`[${index}]`);
}

function titledChoice(name: string, given: unknown): Choice {
  const { title, ...others } =
    typeof given === 'object' && given !== null ? (given as { title?: unknown }) : { given };
  if (Object.keys(others).length > 0 || (title !== undefined && typeof title !== 'string'))
    throw noChoice(name);
  return { text: name, title: title ?? name, value: name };
}

/** A text stands for itself; the protocol has no numbers to choose from, so a number goes by its name. */
function enumChoice(all: object): (name: string, given: unknown) => readonly Choice[] {
  return (name, given) => {
    if (typeof given === 'number') return [{ text: name, value: given }];
    if (typeof given !== 'string') throw noChoice(name);
    return isReverse(all, name, given) ? [] : [{ text: given, value: given }];
  };
}

/** An enum of numbers leads from each number back to its name too. */
function isReverse(all: object, name: string, given: string): boolean {
  return (all as Readonly<Record<string, unknown>>)[given] === Number(name);
}

function noChoice(path: string): ElicitFormError {
  const message = 'is no choice; give a list of strings, an enum, or { value: { title } }';
  return new ElicitFormError('What was given', [{ path, message }]);
}
