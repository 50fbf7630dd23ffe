import type { ElicitResult } from '@modelcontextprotocol/client';
import type { GivenAnswers } from './given-answers.js';
import { readArguments, typesOf, type ArgumentSchema } from './read-arguments.js';

/** What a server asks the user. */
export interface Question {
  readonly message: string;
  readonly mode?: string;
  readonly url?: string;
  readonly requestedSchema?: ArgumentSchema;
}

type Content = NonNullable<ElicitResult['content']>;

/**
 * Answers questions: first from what was given on the command line, then at the terminal. Without one a question is
 * cancelled, and stderr says so.
 */
export async function answer(question: Question, given: GivenAnswers): Promise<ElicitResult> {
  const { message, requestedSchema: schema } = question;
  const properties = schema?.properties ?? {};
  const words = given.take(schema);
  if (words.length > 0) return { action: 'accept', content: readArguments(words, schema) as Content };
  if (!process.stdin.isTTY) {
    const example = Object.keys(properties)[0] ?? 'value';
    process.stderr.write(
      `? ${message}\n  Cancelled: there is no terminal to ask at. Answer by --answer ${example}=…\n`,
    );
    return { action: 'cancel' };
  }
  return ask(question, schema);
}

async function ask(question: Question, schema: ArgumentSchema | undefined): Promise<ElicitResult> {
  const { confirm, isCancel, log } = await import('@clack/prompts');
  const output = process.stderr;
  if (question.mode === 'url') log.info(`Open ${question.url}`, { output });
  const agreed = await confirm({ message: question.message, active: 'answer', inactive: 'decline', output });
  if (isCancel(agreed)) return { action: 'cancel' };
  if (!agreed) return { action: 'decline' };
  const content = await askFields(schema ?? {});
  return content ? { action: 'accept', content: content as Content } : { action: 'cancel' };
}

/**
 * Asks for the properties of a schema, one by one.
 *
 * @returns `undefined` on Ctrl+C
 */
export async function askFields(schema: ArgumentSchema): Promise<Record<string, unknown> | undefined> {
  const { isCancel } = await import('@clack/prompts');
  const content: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const isRequired = schema.required?.includes(name) ?? false;
    const value = await askField(name, property as Field, isRequired);
    if (isCancel(value)) return undefined;
    if (value !== '' && value !== undefined) content[name] = value;
  }
  return content;
}

interface Field {
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly { const: unknown; title?: string }[];
  readonly items?: Field & { readonly anyOf?: readonly { const: unknown; title?: string }[] };
}

async function askField(name: string, field: Field, isRequired: boolean): Promise<unknown> {
  const { confirm, multiselect, select, text } = await import('@clack/prompts');
  const output = process.stderr;
  const message = `${field.title ?? name}${field.description ? `: ${field.description}` : ''}`;
  const types = typesOf(field);
  const choices = choicesOf(field);
  if (choices) return select({ message, options: choices, output });
  const many =
    field.items && choicesOf({ ...field.items, oneOf: field.items.anyOf ?? field.items.oneOf ?? [] });
  if (types.includes('array') && many)
    return multiselect({ message, options: many, required: isRequired, output });
  if (types.includes('boolean')) return confirm({ message, initialValue: field.default === true, output });
  const typed = await text({
    message,
    output,
    ...(field.default !== undefined && {
      defaultValue: shown(field.default),
      placeholder: shown(field.default),
    }),
    validate: (value) => (isRequired && !value && field.default === undefined ? 'Needed.' : undefined),
  });
  return typeof typed === 'string' && typed !== ''
    ? readArguments([`${name}=${typed}`], { properties: { [name]: field } })[name]
    : typed;
}

function choicesOf(field: Field): { value: unknown; label: string }[] | undefined {
  const titled = field.oneOf?.filter((choice) => choice.const !== undefined) ?? [];
  if (titled.length > 0)
    return titled.map(({ const: value, title }) => ({ value, label: title ?? shown(value) }));
  return field.enum?.map((value) => ({ value, label: shown(value) }));
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
