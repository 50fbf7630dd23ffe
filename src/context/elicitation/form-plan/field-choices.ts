import type { JsonSchema } from '../../../schema/index.js';
import { distinct, type Choice } from './choice.js';
import type { Flat } from './flatten.js';

/**
 * The values a field is limited to, where they are texts or numbers: listed, or as alternatives of one value each,
 * which may have titles. `undefined` for a field of free values.
 */
export function fieldChoices({ schema, arms }: Flat): readonly Choice[] | undefined {
  const choices = valuesOf(schema) ?? arms.flatMap((arm) => valuesOf(arm) ?? [undefined]);
  if (choices.length === 0 || !choices.every(isChoice)) return undefined;
  return distinct(choices);
}

function valuesOf(schema: JsonSchema): readonly (Choice | undefined)[] | undefined {
  const values = Array.isArray(schema['enum'])
    ? schema['enum']
    : 'const' in schema
      ? [schema['const']]
      : undefined;
  // The title of a list is the title of the field; that of a single value is its own.
  const title = 'const' in schema && typeof schema['title'] === 'string' ? schema['title'] : undefined;
  return values?.map((value) => toChoice(value, title));
}

function toChoice(value: unknown, title: string | undefined): Choice | undefined {
  if (typeof value === 'string') return { text: value, title, value };
  return typeof value === 'number' ? { text: String(value), title, value } : undefined;
}

function isChoice(choice: Choice | undefined): choice is Choice {
  return choice !== undefined;
}
