import { addNotes } from './notes.js';

/**
 * Puts JSON Schema keywords of your own into the schema of a property or of a DTO class. They are merged over what
 * the other decorators say; a `type` that contradicts them replaces everything they say about the value. What is
 * published is also enforced.
 *
 * @param keywords JSON Schema 2020-12 keywords; names that begin with `x-` are published and not enforced
 * @example
 * ```ts
 * class Profile {
 *   @Schema({ type: ['string', 'null'] }) @IsString() nickname!: string | null;   // null is a value here
 *   @Schema({ 'x-mcp-header': 'Region' }) @IsString() region!: string;
 * }
 * ```
 */
export function Schema(keywords: Readonly<Record<string, unknown>>): ClassDecorator & PropertyDecorator {
  return (target: object, property?: string | symbol) => addNotes(target, property, { schema: keywords });
}
