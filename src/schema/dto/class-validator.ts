import { getMetadataStorage, type MetadataStorage, type ValidatorConstraintInterface } from 'class-validator';
import type { Class } from '../../common/class.js';

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
  return getMetadataStorage()
    .getTargetValidationMetadatas(type, '', false, false)
    .filter(({ propertyName }) => typeof propertyName === 'string');
}

/** The object that carries a validator's function and default message. */
export function constraintOf({ constraintCls }: Validation): ValidatorConstraintInterface | undefined {
  return getMetadataStorage().getTargetValidatorConstraints(constraintCls)[0]?.instance;
}
