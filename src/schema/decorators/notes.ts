import { MetadataKey } from '../../common/metadata-key.js';

/** What `@Describe` and `@Schema` say about one property, or about a class. */
export interface Notes {
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  /** Keywords from `@Schema`, taken over as they are. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

const classNotes = new MetadataKey<Notes>('schema.class');
const propertyNotes = new MetadataKey<ReadonlyMap<string, Notes>>('schema.properties');

/** Adds to what is known about a class, or about one property of it. */
export function addNotes(target: object, property: string | symbol | undefined, notes: Notes): void {
  if (property === undefined) {
    classNotes.set(target, merge(classNotes.own(target), notes));
    return;
  }
  // Kept on the prototype, in one map, so that the order of declaration is kept too.
  const known = new Map(propertyNotes.own(target));
  known.set(String(property), merge(known.get(String(property)), notes));
  propertyNotes.set(target, known);
}

function merge(known: Notes | undefined, added: Notes): Notes {
  const schema = known?.schema || added.schema ? { schema: { ...known?.schema, ...added.schema } } : {};
  return { ...known, ...added, ...schema };
}

/** What is said about a class itself; a title belongs to one class only, so nothing is inherited. */
export function notesOfClass(type: object): Notes | undefined {
  return classNotes.own(type);
}

/** What is said about the properties a class declares itself, in the order of declaration. */
export function notesOfOwnProperties(prototype: object): ReadonlyMap<string, Notes> {
  return propertyNotes.own(prototype) ?? new Map();
}
