/** What the page reads of a JSON Schema. */
export interface FieldSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, FieldSchema>>;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly enumNames?: readonly string[];
  readonly oneOf?: readonly FieldSchema[];
  readonly anyOf?: readonly FieldSchema[];
  readonly const?: unknown;
  readonly items?: FieldSchema;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface Choice {
  readonly value: unknown;
  readonly label: string;
}

/** How a value is filled in. */
export type Field =
  | { readonly kind: 'text' | 'number' | 'boolean' | 'json' }
  | { readonly kind: 'choice' | 'choices'; readonly choices: readonly Choice[] };

export function fieldOf(schema: FieldSchema, root: FieldSchema): Field {
  const found = resolve(schema, root);
  const own = choicesOf(found);
  if (own) return { kind: 'choice', choices: own };
  const types = typesOf(found);
  const many = found.items && types.includes('array') ? choicesOf(resolve(found.items, root)) : undefined;
  if (many) return { kind: 'choices', choices: many };
  if (types.length !== 1) return { kind: 'json' };
  switch (types[0]) {
    case 'string':
      return { kind: 'text' };
    case 'number':
    case 'integer':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'boolean' };
    default:
      return { kind: 'json' };
  }
}

/** A reference within the same schema. */
export function resolve(schema: FieldSchema, root: FieldSchema): FieldSchema {
  const name = /^#\/\$defs\/(.+)$/.exec(schema.$ref ?? '')?.[1];
  const found = name === undefined ? undefined : root.$defs?.[name];
  return found ? { ...found, ...schema } : schema;
}

/** `null` beside a type means that it may be left out. */
function typesOf({ type = [] }: FieldSchema): string[] {
  return [type].flat().filter((one) => one !== 'null');
}

function choicesOf(schema: FieldSchema): readonly Choice[] | undefined {
  const named = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  if (named.length > 0 && named.every((one) => one.const !== undefined))
    return named.map(({ const: value, title }) => ({ value, label: title ?? shown(value) }));
  return schema.enum?.map((value, i) => ({ value, label: schema.enumNames?.[i] ?? shown(value) }));
}

/** A text as it is, everything else as JSON. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What kind of value it is, with its bounds, in a few words. */
export function typeText(schema: FieldSchema, root: FieldSchema): string {
  const found = resolve(schema, root);
  const choices = choicesOf(found);
  if (choices) return choices.map(({ label }) => label).join(' | ');
  const { minimum, maximum, minLength, maxLength, format, items } = found;
  const type = typesOf(found).join(' | ') || 'any';
  const of = items && type === 'array' ? ` of ${typeText(items, root)}` : '';
  const bounds = [minimum ?? minLength, maximum ?? maxLength];
  const length = minLength !== undefined || maxLength !== undefined ? ' characters' : '';
  const range = bounds.some((bound) => bound !== undefined)
    ? `, ${bounds[0] ?? ''}…${bounds[1] ?? ''}${length}`
    : '';
  return `${type}${of}${format === undefined ? '' : ` (${format})`}${range}`;
}
