import { PorticoError } from '../../common/portico-error.js';

/** The part of a JSON Schema that tells how a text is to be read. */
export interface ArgumentSchema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

/**
 * Reads `key=value` words as the arguments a schema describes: texts stay texts, everything else is JSON. A key that
 * stands more than once makes a list.
 *
 * @throws PorticoError `PORTICO_CLI_USAGE` for a word without `=`
 * @example
 * ```ts
 * readArguments(['city=Oslo', 'days=3'], tool.inputSchema); // { city: 'Oslo', days: 3 }
 * ```
 */
export function readArguments(
  words: readonly string[],
  schema: ArgumentSchema = {},
): Record<string, unknown> {
  const texts = new Map<string, string[]>();
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1)
      throw new PorticoError(
        'PORTICO_CLI_USAGE',
        `'${word}' is no argument. Use key=value, such as city=Oslo; quote what has spaces: 'city=New York'.`,
      );
    const key = word.slice(0, at);
    texts.set(key, [...(texts.get(key) ?? []), word.slice(at + 1)]);
  }
  const read = ([key, values]: [string, string[]]): [string, unknown] => [
    key,
    valueOf(values, schema.properties?.[key]),
  ];
  return Object.fromEntries([...texts].map(read));
}

function valueOf(values: readonly string[], schema: unknown): unknown {
  const types = typesOf(schema);
  const isList = types.includes('array');
  const [text = ''] = values;
  if (values.length === 1 && !(isList && !text.startsWith('['))) return readText(text, types);
  const items = typesOf((schema as { items?: unknown } | undefined)?.items);
  return values.map((value) => readText(value, items));
}

/** What the server expects is judged by the server: a text that is no JSON is sent as it is. */
function readText(text: string, types: readonly string[]): unknown {
  if (types.length > 0 && types.every((type) => type === 'string')) return text;
  try {
    const value: unknown = JSON.parse(text);
    // Where anything goes, or texts are among it, only what cannot be a text is read as JSON.
    return types.includes('string') && typeof value !== 'object' ? text : value;
  } catch {
    return text;
  }
}

/** The types a schema names; none when it says nothing of them. */
export function typesOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, enum: values, const: only, anyOf, oneOf } = schema as Record<string, unknown>;
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type as string[];
  if (Array.isArray(values)) return [...new Set(values.map((value) => typeof value))];
  if (only !== undefined) return [typeof only];
  const arms = anyOf ?? oneOf;
  return Array.isArray(arms) ? [...new Set(arms.flatMap(typesOf))] : [];
}
