import type { ValidationArguments } from 'class-validator';
import { constraintOf, type Validation } from './class-validator.js';
import { realDate } from './rules/general-rules.js';
import type { Reading } from './rules/rule.js';

/** A validator that is asked when the instance is there: what the schema cannot say. */
export interface LateCheck {
  /** Asks it of one value; a validator may take its time. */
  readonly test: (value: unknown, instance: object) => boolean | Promise<boolean>;
  /** What it demands, to be read after the path. */
  readonly message: (value: unknown, instance: object) => string;
  /** Whether the elements of an array are asked, and not the array. */
  readonly each: boolean;
  /** The author's own condition on this validator. */
  readonly condition: ((instance: object, value: unknown) => boolean) | undefined;
  /** Whether it looks at nothing but the value: a validator of class-validator's own. */
  readonly isPure: boolean;
}

/** A validator and what is known of it: nothing, for the application's own. */
export interface UnderstoodValidation {
  readonly validation: Validation;
  readonly reading: Reading | undefined;
}

/**
 * The validators that are left to ask when the schema has been met.
 *
 * @param options `fully`: the schema does not stand for any of them; `isDate`: the values are dates by now
 */
export function lateChecksOf(
  understood: readonly UnderstoodValidation[],
  options: { readonly fully: boolean; readonly isDate: boolean },
): LateCheck[] {
  const checks = understood
    .filter(({ validation, reading }) => options.fully || validation.validateIf || !reading || reading.rest)
    .map(({ validation, reading }) =>
      lateCheckOf(validation, reading, options.fully || Boolean(validation.validateIf)),
    );
  const judgesDate = understood.some(({ reading }) => reading?.date);
  return options.isDate && !judgesDate ? [...checks, realDateCheck] : checks;
}

/** What `new Date()` made of a text that has the form of a date may still be none: a leap second, for one. */
const realDateCheck: LateCheck = {
  test: (value) => !(value instanceof Date) || !Number.isNaN(value.getTime()),
  message: () => realDate,
  each: true,
  condition: undefined,
  isPure: true,
};

function lateCheckOf(validation: Validation, reading: Reading | undefined, fully: boolean): LateCheck {
  const rest = typeof reading?.rest === 'function' ? reading.rest : undefined;
  const library = ask(validation);
  const test: LateCheck['test'] = !rest
    ? library
    : fully
      ? (value, instance) => rest(value) && library(value, instance)
      : rest;
  const sayRest = (value: unknown): string | undefined =>
    fully && (rest ? rest(value) : reading?.rest === undefined) ? undefined : reading?.says;
  return {
    test,
    message: (value, instance) => sayWhatIsWrong(validation, value, instance, sayRest(value)),
    each: validation.each === true,
    condition: validation.validateIf as LateCheck['condition'],
    isPure: reading !== undefined,
  };
}

function ask(validation: Validation): LateCheck['test'] {
  // Found once: class-validator's container looks through all validators of the process each time.
  let constraint: ReturnType<typeof constraintOf>;
  return (value, instance) => {
    constraint ??= constraintOf(validation);
    if (constraint === undefined)
      throw new Error(
        `${argumentsFor(validation, value, instance).targetName}.${validation.propertyName}: the validator class has no @ValidatorConstraint()`,
      );
    return constraint.validate(value, argumentsFor(validation, value, instance));
  };
}

/** What a validator function is told beside the value. */
export function argumentsFor(validation: Validation, value: unknown, instance: object): ValidationArguments {
  return {
    value,
    object: instance,
    property: validation.propertyName,
    constraints: validation.constraints,
    targetName: typeof validation.target === 'string' ? validation.target : validation.target.name,
  };
}

function sayWhatIsWrong(
  validation: Validation,
  value: unknown,
  instance: object,
  says: string | undefined,
): string {
  const written = authorsMessage(validation, value, instance);
  if (written !== undefined) return written;
  if (value === undefined) return 'is required';
  if (says !== undefined) return says;
  const args = argumentsFor(validation, value, instance);
  const text = constraintOf(validation)?.defaultMessage?.(args) ?? '';
  const message = fillIn(text.replace('each value in ', '').replace(/^\$property /, ''), args);
  return message === '' ? 'is not valid' : message;
}

/** The message the author gave to a decorator, filled in; `undefined` when there is none. */
export function authorsMessage(validation: Validation, value: unknown, instance: object): string | undefined {
  const { message } = validation;
  if (!message) return undefined;
  const args = argumentsFor(validation, value, instance);
  return fillIn(typeof message === 'function' ? message(args) : message, args);
}

/** Replaces class-validator's tokens: `$value`, `$property`, `$target`, `$constraint1`. */
function fillIn(text: string, { value, property, constraints, targetName }: ValidationArguments): string {
  return text
    .replace(/\$constraint(\d+)/g, (token, index: string) => {
      const constraint: unknown = constraints?.[Number(index) - 1];
      return constraint === undefined
        ? token
        : Array.isArray(constraint)
          ? constraint.join(', ')
          : textOf(constraint);
    })
    .replace(/\$value/g, (token) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : token,
    )
    .replace(/\$property/g, () => property)
    .replace(/\$target/g, () => targetName);
}

function textOf(constraint: unknown): string {
  return constraint instanceof Object && !(constraint instanceof RegExp) && !(constraint instanceof Date)
    ? JSON.stringify(constraint)
    : String(constraint);
}
