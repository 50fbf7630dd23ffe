import type { CompiledSchema, CompileOptions, SchemaSource } from './types.js';
export function compileSchema<T = unknown>(source: SchemaSource, options: CompileOptions = {}): CompiledSchema<T> {
  throw new Error(`not yet ${String(source)} ${String(options)}`);
}
