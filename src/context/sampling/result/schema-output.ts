import type { Class, SchemaSource, StandardSchemaV1 } from '../../../schema/index.js';

/** What a schema makes of a value: the class itself, the Standard Schema's output, or nothing known for JSON Schema. */
export type SchemaOutput<S extends SchemaSource> =
  S extends StandardSchemaV1<infer _Input, infer Output> ? Output : S extends Class<infer T> ? T : unknown;
