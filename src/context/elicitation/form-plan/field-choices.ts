import type { JsonSchema } from '../../../schema/index.js';
import { distinct, type Choice } from './choice.js';
import type { Flat } from './flatten.js';

/**
 * The values a field is limited to, where they are texts or numbers: listed, or as alternatives of one value each,
 * which may have titles. `undefined` for a field of free values.
 */
export function fieldChoices({ schema, arms }: Flat): readonly Choice[] | undefined {
  const choices = valuesOf(schema) ?? arms.flatMap((arm) => valuesOf(arm, titleOf(arm)) ?? [undefined]);
  if (choices.length === 0 || !choices.every(isChoice)) return undefined;
  return distinct(choices);
}

function valuesOf(schema: JsonSchema, title?: string): readonly (Choice | undefined)[] | undefined {
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => toChoice(value));
  return 'const' in schema ? [toChoice(schema['const'], title)] : undefined;
}

/** Among alternatives, the title of one is that of the choice it stands for. */
function titleOf({ title }: JsonSchema): string | undefined {
  return typeof title === 'string' ? title : undefined;
}

function toChoice(value: unknown, title?: string): Choice | undefined {
  if (typeof value === 'string') return { text: value, title, value };
  return typeof value === 'number' ? { text: String(value), title, value } : undefined;
}

function isChoice(choice: Choice | undefined): choice is Choice {
  return choice !== undefined;
}
