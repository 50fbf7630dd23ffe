import type { JsonSchema } from '../../../schema/index.js';
import { decoder, selectMany, selectOne, type Choice } from './choice.js';
import { fieldChoices } from './field-choices.js';
import { flatten, type Flat } from './flatten.js';

/** How one field of a form is asked for. */
export interface FieldPlan {
  /** As the protocol has it. */
  readonly schema: JsonSchema;
  /** Whether the field may be empty although its author requires a value: that value is null then. */
  readonly nullable: boolean;
  /** Turns what was chosen into what the form's own schema knows. */
  readonly decode: (answer: unknown) => unknown;
}

type Primitive = 'string' | 'number' | 'integer' | 'boolean';

const formats: ReadonlySet<unknown> = new Set(['email', 'uri', 'date', 'date-time']);
const jsTypes = { string: 'string', number: 'number', integer: 'number', boolean: 'boolean' } as const;
const same = (answer: unknown): unknown => answer;

/**
 * Brings the schema of one property into the protocol's form. Keywords a client may not know stay behind; the form's
 * own schema still enforces them.
 *
 * @returns the field, or why there is none
 */
export function planField(property: unknown, document: JsonSchema): FieldPlan | string {
  const flat = flatten(property, document);
  const { schema, nullable } = flat;
  const plan = (field: JsonSchema, decode = same): FieldPlan => ({ schema: field, nullable, decode });
  const choices = fieldChoices(flat);
  if (choices)
    return plan(
      { ...selectOne(choices, schema['enumNames']), ...about(flat), ...defaultText(schema, choices) },
      decoder(choices),
    );
  if (schema['type'] === 'array') return planList(flat, document, plan);
  const type = primitiveOf(flat);
  if (type === undefined) return obstacle(flat);
  return plan({ type, ...about(flat), ...limits(type, flat), ...plainDefault(type, schema) });
}

function planList(
  flat: Flat,
  document: JsonSchema,
  plan: (field: JsonSchema, decode: FieldPlan['decode']) => FieldPlan,
): FieldPlan | string {
  const { schema } = flat;
  const choices = fieldChoices(flatten(schema['items'], document));
  if (!choices) return 'is a list of free values, and the protocol has only lists of choices';
  const counts = numbers(schema, ['minItems', 'maxItems']);
  const field = { ...selectMany(choices), ...about(flat), ...counts, ...defaultTexts(schema, choices) };
  return plan(field, decoder(choices));
}

/** The one type all alternatives have. */
function primitiveOf({ schema, arms }: Flat): Primitive | undefined {
  const types = new Set([schema, ...arms].flatMap(({ type }) => (type === undefined ? [] : [type])));
  const [type] = types;
  return types.size === 1 && typeof type === 'string' && Object.hasOwn(jsTypes, type)
    ? (type as Primitive)
    : undefined;
}

function obstacle({ schema, arms }: Flat): string {
  const { type } = schema;
  if (type === 'object' || arms.some((arm) => arm['type'] === 'object'))
    return 'is an object with members of its own';
  if (arms.length > 0 || Array.isArray(type)) return 'may be of several types';
  return type === undefined ? 'says nothing of its type' : `is of type ${JSON.stringify(type)}`;
}

function about({ schema: { title, description } }: Flat): JsonSchema {
  return {
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description }),
  };
}

function limits(type: Primitive, { schema }: Flat): JsonSchema {
  if (type === 'boolean') return {};
  if (type !== 'string') return numberLimits(type, schema);
  const { format } = schema;
  return { ...numbers(schema, ['minLength', 'maxLength']), ...(formats.has(format) && { format }) };
}

function numberLimits(
  type: Primitive,
  { exclusiveMinimum, exclusiveMaximum, ...schema }: JsonSchema,
): JsonSchema {
  // Of whole numbers the next one is known; of others an open limit cannot be told.
  const open = {
    ...(type === 'integer' &&
      typeof exclusiveMinimum === 'number' && { minimum: Math.floor(exclusiveMinimum) + 1 }),
    ...(type === 'integer' &&
      typeof exclusiveMaximum === 'number' && { maximum: Math.ceil(exclusiveMaximum) - 1 }),
  };
  const told = numbers({ ...open, ...schema }, ['minimum', 'maximum']);
  // The limits of the machine are nothing a person has to know.
  return Object.fromEntries(
    Object.entries(told).filter(([, limit]) => Math.abs(limit) !== Number.MAX_SAFE_INTEGER),
  );
}

function numbers(schema: JsonSchema, keywords: readonly string[]): Readonly<Record<string, number>> {
  const found = keywords.flatMap((keyword) => {
    const value = schema[keyword];
    return typeof value === 'number' ? [[keyword, value] as const] : [];
  });
  return Object.fromEntries(found);
}

function plainDefault(type: Primitive, { default: value }: JsonSchema): JsonSchema {
  return typeof value === jsTypes[type] ? { default: value } : {};
}

/** The text that stands for the default. */
function defaultText({ default: value }: JsonSchema, choices: readonly Choice[]): JsonSchema {
  const text = choices.find((choice) => choice.value === value)?.text;
  return text === undefined ? {} : { default: text };
}

/** All texts that stand for the defaults, where each has one. */
function defaultTexts({ default: values }: JsonSchema, choices: readonly Choice[]): JsonSchema {
  if (!Array.isArray(values)) return {};
  const texts = values.map((value) => choices.find((choice) => choice.value === value)?.text);
  return texts.includes(undefined) ? {} : { default: texts };
}
