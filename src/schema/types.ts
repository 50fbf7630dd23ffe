import type { Class } from '../common/class.js';
import type { StandardSchemaV1 } from './standard/standard-schema.js';

/** A JSON Schema 2020-12 document, as plain JSON. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Where a schema may come from: a DTO class, any Standard Schema (zod, valibot, arktype, ...), or JSON Schema itself. */
export type SchemaSource = Class | StandardSchemaV1 | JsonSchema;

/** One thing that is wrong with a value. */
export interface SchemaProblem {
  /** Where: `items[2].price`; the empty string is the value itself. */
  readonly path: string;
  /** What, in plain English, to be read after the path: `must be at least 0`. */
  readonly message: string;
}

/** The judgement on one value: the parsed value, or everything that is wrong with it. */
export type ParseResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly SchemaProblem[] };

/** A schema that is ready to be advertised and to judge values. Made by {@link compileSchema}. */
export interface CompiledSchema<T = unknown> {
  /** What is advertised: JSON Schema 2020-12. Frozen; one and the same object for the life of the process. */
  readonly json: JsonSchema;

  /**
   * Judges a value and turns it into what the handler receives: an instance of the DTO class, or the
   * Standard Schema's output, or the value itself for raw JSON Schema. Never throws for a bad value.
   *
   * It answers at once unless a validator is asynchronous.
   */
  parse(value: unknown): ParseResult<T> | Promise<ParseResult<T>>;

  /** Turns a handler's output into plain JSON-like data, following `@Expose` and `@Exclude` where there are any. */
  serialize(value: unknown): unknown;

  /** Remarks for start-up: nothing is wrong, but the author may want to know. */
  readonly hints: readonly string[];
}

/** How {@link compileSchema} treats values. */
export interface CompileOptions {
  /**
   * Accept text where a number or a boolean is asked for (`'7'` → `7`, `'false'` → `false`), as URI template
   * variables and prompt arguments need it. Guided by the schema; default `false`.
   */
  readonly coerce?: boolean;
  /**
   * `output` for what a handler returns: names, exclusions and transformations are then those of the way out, and a
   * Standard Schema shows its output. Default `input`.
   */
  readonly direction?: 'input' | 'output';
  /** Deepest nesting a value may have. Default 64. */
  readonly maxDepth?: number;
  /** Most members and elements a value may have in all. Default 100,000. */
  readonly maxElements?: number;
}
