import type { JsonSchema } from '../../../schema/index.js';

/** One thing that can be chosen. The protocol chooses between texts; what a text stands for may be a number. */
export interface Choice {
  readonly text: string;
  readonly title?: string | undefined;
  readonly value: string | number;
}

/**
 * The schema of a choice of one.
 *
 * @param names titles in a list of their own, as clients before 2025-11-25 know them, where the author gave such a list
 */
export function selectOne(choices: readonly Choice[], names?: unknown): JsonSchema {
  if (
    Array.isArray(names) &&
    names.length === choices.length &&
    names.every((name) => typeof name === 'string')
  )
    return { type: 'string', enum: texts(choices), enumNames: names };
  return isTitled(choices)
    ? { type: 'string', oneOf: titled(choices) }
    : { type: 'string', enum: texts(choices) };
}

/** The schema of a choice of several. */
export function selectMany(choices: readonly Choice[]): JsonSchema {
  const items = isTitled(choices) ? { anyOf: titled(choices) } : { type: 'string', enum: texts(choices) };
  return { type: 'array', items };
}

/** Turns chosen texts into what they stand for, and leaves all else as it is, for the judge to refuse. */
export function decoder(choices: readonly Choice[]): (answer: unknown) => unknown {
  const values = new Map<unknown, unknown>(choices.map(({ text, value }) => [text, value]));
  const decode = (answer: unknown): unknown => (values.has(answer) ? values.get(answer) : answer);
  return (answer) => (Array.isArray(answer) ? answer.map(decode) : decode(answer));
}

/** What is chosen is told by its text, so no text stands for two. */
export function distinct(choices: readonly Choice[]): readonly Choice[] {
  const byText = new Map<string, Choice>();
  for (const choice of choices) if (!byText.has(choice.text)) byText.set(choice.text, choice);
  return [...byText.values()];
}

function isTitled(choices: readonly Choice[]): boolean {
  return choices.some(({ title }) => title !== undefined);
}

function texts(choices: readonly Choice[]): readonly string[] {
  return choices.map(({ text }) => text);
}

/** The protocol asks for a title everywhere, or nowhere. */
function titled(choices: readonly Choice[]): readonly JsonSchema[] {
  return choices.map(({ text, title }) => ({ const: text, title: title ?? text }));
}
