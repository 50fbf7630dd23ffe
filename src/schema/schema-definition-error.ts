import { PorticoError } from '../common/portico-error.js';

/** Where a mistake in a schema is: the class and, where it is about one, the property. */
export interface SchemaPlace {
  /** Name of the DTO class, or a word for what was given instead of one. */
  readonly type: string;
  readonly property?: string;
}

/**
 * A schema that cannot be compiled: the author's mistake, told at start-up and never on a call.
 *
 * @example
 * ```ts
 * try { compileSchema(Order); }
 * catch (error) { if (error instanceof SchemaDefinitionError) console.error(error.code, error.place, error.cure); }
 * ```
 */
export class SchemaDefinitionError extends PorticoError {
  override readonly name = 'SchemaDefinitionError';

  /**
   * @param code stable identifier, `PORTICO_SCHEMA_…`
   * @param place class and property at fault
   * @param problem what is wrong, one sentence without a full stop
   * @param cure what to do, one sentence
   */
  constructor(
    override readonly code: `PORTICO_SCHEMA_${string}`,
    readonly place: SchemaPlace,
    readonly problem: string,
    readonly cure: string,
    options?: ErrorOptions,
  ) {
    const where = place.property === undefined ? place.type : `${place.type}.${place.property}`;
    super(code, `${where}: ${problem}. ${cure}`, options);
  }
}

/** What is said when ajv does not take a document for JSON Schema. */
export function invalidSchema(place: SchemaPlace, cause: unknown): SchemaDefinitionError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SchemaDefinitionError(
    'PORTICO_SCHEMA_INVALID',
    place,
    `its schema is not valid JSON Schema: ${reason}`,
    'Correct what was written by hand; the dialect is 2020-12 unless $schema says 2019-09 or draft-07.',
    { cause },
  );
}
