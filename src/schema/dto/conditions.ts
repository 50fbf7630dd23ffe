import type { Class } from '../../common/class.js';
import { kinds, type Validation } from './class-validator.js';
import type { DtoProperty } from './dto-model.js';
import { instantiate } from './instantiate.js';

type Condition = DtoProperty['conditions'][number];

/** What `@IsOptional` and `@ValidateIf` say about a property. */
export interface Conditions {
  /** Whether the property may be left out, as far as the schema goes. */
  readonly optional: boolean;
  /** Whether it must be there when its conditions are met. */
  readonly conditional: boolean;
  /** Whether a condition does nothing but let `null` pass. */
  readonly nullable: boolean;
  /** All must hold for anything to be asked of the value. */
  readonly tests: readonly Condition[];
}

/**
 * Reads the conditions of a property.
 *
 * `@ValidateIf((_, value) => value !== null)` is how class-validator says "or null". It is recognised by asking the
 * function about `null` and about other values: when those alone make the difference, `null` is a value.
 */
export function readConditions(type: Class, validations: readonly Validation[]): Conditions {
  const conditions = validations.filter((validation) => validation.type === kinds.condition);
  const tests = conditions.map(({ constraints }) => constraints[0] as Condition);
  const own = conditions
    .filter(({ name }) => name !== 'isOptional')
    .map(({ constraints }) => constraints[0] as Condition);
  const marked = own.length < conditions.length;
  const nullTests = own.filter(
    (test) => asks(type, test, 'text') && asks(type, test, 1) && !asks(type, test, null),
  );
  const nullable = nullTests.length > 0 && nullTests.length === own.length;
  const asksForMissing = nullable && own.every((test) => asks(type, test, undefined));
  return {
    optional: marked || (own.length > 0 && !asksForMissing),
    conditional: own.length > 0 && !marked,
    nullable,
    tests,
  };
}

function asks(type: Class, condition: Condition, value: unknown): boolean {
  try {
    return Boolean(condition(instantiate(type), value));
  } catch {
    return false; // it needs a complete object, so it is about more than this value
  }
}
