import { invalidSchema, type SchemaPlace } from '../schema-definition-error.js';
import type { SchemaProblem } from '../types.js';
import type { Check } from './check.js';
import { isCurrentDialect } from './dialect.js';
import { compileCheck } from './fast-check.js';
import { growthOf } from './growth.js';
import type { Node } from './node.js';
import type { Wording } from './problems.js';
import { SlowCheck } from './slow-check.js';

/**
 * Judges values by a JSON Schema document: a function says yes to good ones, and ajv has the last word on all others
 * and gives the reasons.
 */
export class Judge {
  private readonly fast: Check | undefined;
  private readonly slow: SlowCheck;
  /** Whether asking ajv could take for ever; the function has the last word then. */
  private readonly isFastOnly: boolean;

  /**
   * @param document JSON Schema without references to elsewhere
   * @param place for the author, when the document is not valid
   * @throws SchemaDefinitionError
   */
  constructor(document: Node, place: SchemaPlace, wording?: Wording) {
    const { isRecursiveChoice, isAmbiguous } = growthOf(document);
    this.fast = isCurrentDialect(document)
      ? compileCheck(document, { remember: isRecursiveChoice })
      : undefined;
    this.isFastOnly = isAmbiguous && this.fast !== undefined;
    this.slow = new SlowCheck(document, {
      isKnownValid: this.fast !== undefined,
      allErrors: !isRecursiveChoice,
      wording,
    });
    try {
      // What only ajv understands is tried at once: a mistake in it belongs to the start, not to a call.
      if (this.fast === undefined) this.slow.compile();
      // A schema that refers to itself without looking further into the value would be followed for ever.
      else for (const value of [null, [], {}]) this.fast(value);
    } catch (error) {
      throw invalidSchema(place, error);
    }
  }

  /** Whether a value is good; `false` may only mean that more has to be asked. */
  accepts(value: unknown): boolean {
    return this.fast?.(value) === true;
  }

  /** What is wrong with a value; empty when nothing is. It must be within bounds. */
  problems(value: unknown): readonly SchemaProblem[] {
    if (!this.isFastOnly) return this.slow.problems(value);
    return this.accepts(value) ? [] : [{ path: '', message: 'is none of the forms that are allowed' }];
  }
}
