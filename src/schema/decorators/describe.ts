import { addNotes, type Notes } from './notes.js';

/** What {@link Describe} can say. */
export interface Description {
  /** A short name for people. */
  readonly title?: string;
  /** What the property is, for the one who has to fill it in. */
  readonly description?: string;
  /** Values that would be good ones. */
  readonly examples?: readonly unknown[];
  /** What the property is when it is left out, where no initialiser says so. */
  readonly default?: unknown;
}

/**
 * Describes a property of a DTO, or the DTO class, in the schema that clients see. A property with nothing but
 * `@Describe` is part of the DTO too: its type is the declared one, and it is required unless it has an initialiser.
 *
 * @param text the description, or description, title, examples and default
 * @example
 * ```ts
 * @Describe('Where an order goes')
 * class Address {
 *   @Describe('Two letters, such as "de"') @Length(2, 2) country!: string;
 *   @Describe({ title: 'ZIP', examples: ['10115'] }) @IsString() zip!: string;
 * }
 * ```
 */
export function Describe(text: string | Description): ClassDecorator & PropertyDecorator {
  const notes: Notes = typeof text === 'string' ? { description: text } : pick(text);
  return (target: object, property?: string | symbol) => addNotes(target, property, notes);
}

function pick({ title, description, examples, ...rest }: Description): Notes {
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(examples !== undefined && { examples }),
    ...('default' in rest && { default: rest.default }),
  };
}
