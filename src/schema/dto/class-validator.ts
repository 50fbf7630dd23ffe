import { createRequire } from 'node:module';
import type { MetadataStorage, ValidatorConstraintInterface } from 'class-validator';
import type { Class } from '../../common/class.js';

export type ClassValidator = typeof import('class-validator');

let library: ClassValidator | undefined;

/** class-validator. It takes as long to load as everything else together, so it is asked for where its decorators are used. */
export function classValidator(): ClassValidator {
  return (library ??= createRequire(import.meta.url)('class-validator') as ClassValidator);
}

/** Its records, where the application has loaded it: it keeps them in one place for all copies of a process. */
function records(): MetadataStorage | undefined {
  return (globalThis as { classValidatorMetadataStorage?: MetadataStorage }).classValidatorMetadataStorage;
}

/** One use of a class-validator decorator, as class-validator keeps it. */
export type Validation = ReturnType<MetadataStorage['getTargetValidationMetadatas']>[number];

/** The kinds of records class-validator keeps, by their `type`. */
export const kinds = {
  condition: 'conditionalValidation',
  nested: 'nestedValidation',
  whitelist: 'whitelistValidation',
  promise: 'promiseValidation',
} as const;

/**
 * Every use of a class-validator decorator on a class and on those it extends, as class-validator itself resolves
 * inheritance. Its time grows with the number of classes in the process: not for the path of a call.
 */
export function validationsOf(type: Class): readonly Validation[] {
  const all = records()?.getTargetValidationMetadatas(type, '', false, false) ?? [];
  return all.filter(({ propertyName }) => typeof propertyName === 'string');
}

/** The object that carries a validator's function and default message. */
export function constraintOf({ constraintCls }: Validation): ValidatorConstraintInterface | undefined {
  return records()?.getTargetValidatorConstraints(constraintCls)[0]?.instance;
}
