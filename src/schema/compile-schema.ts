import { isClass } from '../common/class.js';
import { DtoSchema } from './dto/dto-schema.js';
import { RawSchema } from './json/raw-schema.js';
import { isNode } from './json/node.js';
import { SchemaDefinitionError } from './schema-definition-error.js';
import { StandardSchema } from './standard/compile-standard.js';
import { isStandardSchema } from './standard/is-standard-schema.js';
import type { CompiledSchema, CompileOptions, SchemaSource } from './types.js';

const compiled = new WeakMap<object, Map<string, CompiledSchema>>();

/**
 * Compiles a schema: what clients are shown and what judges values are one and the same.
 *
 * The same source with the same options gives the same compiled schema; classes are told apart by identity, not by
 * name. What costs time, such as loading ajv, is put off until a value fails.
 *
 * @param source a DTO class, a Standard Schema (zod, valibot, arktype, ...) or JSON Schema 2020-12
 * @param options coercion, and bounds for values
 * @throws SchemaDefinitionError when the source is no schema or cannot be described
 * @example
 * ```ts
 * class Trip {
 *   @Describe('Where to') @Length(1, 80) city!: string;
 *   @IsInt() @Min(1) @Max(14) days: number = 3;
 * }
 *
 * const trip = compileSchema<Trip>(Trip);
 * trip.json;                                       // { type: 'object', properties: { city: { ... }, days: { ... } }, ... }
 * const result = await trip.parse({ city: 'Oslo', days: 99 });
 * if (!result.ok) formatProblems(result.problems); // 'days: must be at most 14'
 * ```
 */
export function compileSchema<T = unknown>(
  source: SchemaSource,
  options: CompileOptions = {},
): CompiledSchema<T> {
  const full = {
    coerce: options.coerce ?? false,
    direction: options.direction ?? 'input',
    maxDepth: options.maxDepth ?? 64,
    maxElements: options.maxElements ?? 100_000,
  } as const;
  if ((typeof source !== 'object' && typeof source !== 'function') || source === null) throw noSchema(source);
  const variants = compiled.get(source) ?? new Map<string, CompiledSchema>();
  compiled.set(source, variants);
  const key = Object.values(full).join();
  const schema = variants.get(key) ?? compile(source, full);
  variants.set(key, schema);
  return schema as CompiledSchema<T>;
}

function compile(source: SchemaSource, options: Required<CompileOptions>): CompiledSchema {
  if (isStandardSchema(source)) return new StandardSchema(source, options);
  if (isClass(source)) return new DtoSchema(source, options);
  if (isNode(source)) return new RawSchema(source, options);
  throw noSchema(source);
}

function noSchema(source: unknown): SchemaDefinitionError {
  return new SchemaDefinitionError(
    'PORTICO_SCHEMA_SOURCE',
    { type: 'Schema' },
    `${source === null ? 'null' : Array.isArray(source) ? 'an array' : `a ${typeof source}`} was given where a schema is expected`,
    'Give a DTO class, a Standard Schema or a JSON Schema object.',
  );
}
