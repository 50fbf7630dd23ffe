import { isClass } from '../../../common/class.js';
import { isDto, type JsonSchema, type SchemaSource } from '../../../schema/index.js';
import { isStandardSchema } from '../../../schema/standard/is-standard-schema.js';
import type { ChooseManyOptions } from '../elicit-options.js';
import { ElicitFormError } from '../elicit-form-error.js';
import type { Choices, Form } from '../form.js';
import { choiceList } from './choice-list.js';
import { decoder, selectMany, selectOne } from './choice.js';
import type { FormPlan } from './form-plan.js';
import { planObject } from './object-plan.js';
import { ValuePlan, type ValueField } from './value-plan.js';

/** The single values, and the label people see where the author gives none. */
const scalars = new Map<unknown, { readonly schema: JsonSchema; readonly title: string }>([
  [String, { schema: { type: 'string' }, title: 'Answer' }],
  [Number, { schema: { type: 'number' }, title: 'Answer' }],
  [Boolean, { schema: { type: 'boolean' }, title: 'Yes' }],
]);

/**
 * Decides how a form is asked for.
 *
 * @throws ElicitFormError for what the protocol has no form for
 */
export function planForm(form: Form, options: ChooseManyOptions): FormPlan {
  const scalar = scalars.get(form);
  if (scalar)
    return new ValuePlan({ schema: label(scalar.schema, scalar.title, options), judge: scalar.schema });
  if (isStandardSchema(form) || isDto(form)) return planFields(form, options);
  if (typeof form !== 'object' || form === null) throw noForm(form);
  return new ValuePlan(choiceField(form, options));
}

function planFields(source: SchemaSource, { title, description }: ChooseManyOptions): FormPlan {
  const plan = planObject(source);
  if (title === undefined && description === undefined) return plan;
  throw new ElicitFormError('A form of several fields', [
    {
      path: '',
      message:
        'has no place for a title or a description of its own: describe its fields, or say it in the message',
    },
  ]);
}

/** Not kept for the next time: a list may be another then. */
function choiceField(given: Choices | readonly [Choices], options: ChooseManyOptions): ValueField {
  const several = isSeveral(given);
  const choices = choiceList(several ? given[0] : given);
  const one = { type: 'string', enum: choices.map(({ text }) => text) };
  const decode = decoder(choices);
  if (!several) return { schema: label(selectOne(choices), 'Choice', options), judge: one, decode };
  const limits = countLimits(options, choices.length);
  return {
    schema: label({ ...selectMany(choices), ...limits }, 'Choices', options),
    judge: { type: 'array', items: one, uniqueItems: true, ...limits },
    decode,
  };
}

function isSeveral(given: Choices | readonly [Choices]): given is readonly [Choices] {
  return Array.isArray(given) && given.length === 1 && typeof given[0] === 'object' && given[0] !== null;
}

function countLimits({ min, max }: ChooseManyOptions, count: number): JsonSchema {
  for (const [name, limit] of Object.entries({ min, max }))
    if (limit !== undefined && (!Number.isInteger(limit) || limit < 0 || (name === 'min' && limit > count)))
      throw impossible(`${name} cannot be ${limit} with ${count} to choose from`);
  if (min !== undefined && max !== undefined && min > max)
    throw impossible(`min ${min} is more than max ${max}`);
  return { ...(min !== undefined && { minItems: min }), ...(max !== undefined && { maxItems: max }) };
}

function impossible(message: string): ElicitFormError {
  return new ElicitFormError('A choice of several', [{ path: '', message }]);
}

function label(
  schema: JsonSchema,
  fallback: string,
  { title = fallback, description }: ChooseManyOptions,
): JsonSchema {
  return { ...schema, title, ...(description !== undefined && { description }) };
}

function noForm(form: unknown): ElicitFormError {
  const what = isClass(form) ? form.name : `A value of type ${typeof form}`;
  const message = isClass(form)
    ? 'is no DTO: none of its properties has a class-validator decorator or @Describe'
    : 'is no form; give String, Number, Boolean, choices, a DTO class or a Standard Schema';
  return new ElicitFormError(what, [{ path: '', message }]);
}
