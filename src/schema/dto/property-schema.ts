import type { Node } from '../json/node.js';
import { SchemaDefinitionError, type SchemaPlace } from '../schema-definition-error.js';
import type { Validation } from './class-validator.js';
import { conjoin, Contradiction } from './conjoin.js';

/** The schema of one property while its decorators are read: for an array, its elements have one of their own. */
export class PropertySchema {
  readonly whole: Node = {};
  readonly elements: Node = {};
  /** Who said which keyword, by subschema. */
  readonly said = new Map<Node, Map<string, Validation>>();

  constructor(private readonly place: SchemaPlace) {}

  get isArray(): boolean {
    return this.whole['type'] === 'array';
  }

  /** The schema of one value: of an element, when the property is an array. */
  get single(): Node {
    return this.isArray ? this.elements : this.whole;
  }

  /**
   * Adds what a decorator or the declared type says.
   *
   * @throws SchemaDefinitionError when no value could meet it all
   */
  add(keywords: Node, to: 'whole' | 'elements', validation?: Validation): void {
    if (to === 'elements') this.add({ type: 'array' }, 'whole');
    const schema = this[to];
    try {
      const changed = conjoin(schema, keywords);
      if (validation === undefined) return;
      const known = this.said.get(schema) ?? new Map<string, Validation>();
      for (const keyword of changed) known.set(keyword, validation);
      this.said.set(schema, known);
    } catch (error) {
      if (error instanceof Contradiction) throw this.contradiction(error, validation);
      throw error;
    }
  }

  /** The type of the values, where it is settled and one. */
  typeOf(part: 'whole' | 'elements'): string | undefined {
    const { type } = this[part];
    const [first, ...others] = (Array.isArray(type) ? type : [type]).filter(
      (name) => name !== 'null',
    ) as string[];
    return others.length === 0 ? first : undefined;
  }

  private contradiction(
    { known, added }: Contradiction,
    validation: Validation | undefined,
  ): SchemaDefinitionError {
    const asked = validation?.name ? `the validator "${validation.name}"` : 'the declared type';
    const arrayAgainstOther = (known === 'array') !== (added === 'array');
    return new SchemaDefinitionError(
      'PORTICO_SCHEMA_CONTRADICTION',
      this.place,
      `${asked} asks for ${String(added)} where ${String(known)} is asked for already, and no value is both`,
      arrayAgainstOther
        ? 'For the elements of an array, give the decorator { each: true }.'
        : 'Take one of the decorators away, or say with @Schema what is meant.',
    );
  }
}
