import type { Class } from '../../common/class.js';
import { SchemaDefinitionError } from '../schema-definition-error.js';

/**
 * Makes an empty instance of a DTO class, as each parse will.
 *
 * @throws SchemaDefinitionError when the constructor needs what nobody can give it
 */
export function instantiate(type: Class): Record<string, unknown> {
  try {
    return new type() as Record<string, unknown>;
  } catch (error) {
    throw new SchemaDefinitionError(
      'PORTICO_SCHEMA_CONSTRUCTOR',
      { type: type.name },
      `new ${type.name}() fails: ${error instanceof Error ? error.message : String(error)}`,
      'A DTO is made without arguments; give its fields initial values instead of computing them from parameters.',
      { cause: error },
    );
  }
}
