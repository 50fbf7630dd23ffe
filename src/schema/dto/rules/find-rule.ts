import type { ValidatorConstraintInterface } from 'class-validator';
import { classValidator, validationsOf, type Validation } from '../class-validator.js';
import { arrayRules } from './array-rules.js';
import { formatRules } from './format-rules.js';
import { generalRules } from './general-rules.js';
import { numberRules } from './number-rules.js';
import type { Rule } from './rule.js';
import { textRules } from './text-rules.js';

interface Genuine {
  readonly rule: Rule;
  readonly validation: Validation;
}

const allRules = [generalRules, numberRules, textRules, arrayRules, formatRules];
let genuine: ReadonlyMap<string, Genuine> | undefined;

/**
 * What a validator means, when it is one of class-validator's own. An application's validator that bears the name
 * of a built-in one is told by its default message and is not taken for it.
 */
export function findRule(validation: Validation): Rule | undefined {
  genuine ??= learnNames(allRules.flatMap((rules) => rules(classValidator())));
  const known = genuine.get(nameOf(validation));
  if (known === undefined || validation.constraintCls.name !== known.validation.constraintCls.name)
    return undefined;
  const message = defaultMessage(validation, validation);
  return message !== '' && message === defaultMessage(known.validation, validation) ? known.rule : undefined;
}

function nameOf({ name, type }: Validation): string {
  return name ?? type;
}

/** Uses each decorator once, on a class of our own, and reads back the name class-validator gave it. */
function learnNames(rules: readonly Rule[]): ReadonlyMap<string, Genuine> {
  class Sample {}
  for (const [i, rule] of rules.entries()) rule.decorator(Sample.prototype, `use${i}`);
  const validations = validationsOf(Sample);
  return new Map(validations.map((validation, i) => [nameOf(validation), { rule: rules[i]!, validation }]));
}

function defaultMessage(speaker: Validation, use: Validation): string {
  try {
    // Made here, of the class every built-in decorator makes: class-validator's container would look through all
    // validators of the process.
    const constraint = new (speaker.constraintCls as new () => ValidatorConstraintInterface)();
    const text = constraint.defaultMessage?.({
      constraints: use.constraints ?? [],
      property: '',
      targetName: '',
      object: {},
      value: '',
    });
    return (text ?? '').replace('each value in ', '');
  } catch {
    return ''; // a message that cannot be made without a value is not one of class-validator's own
  }
}
