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
