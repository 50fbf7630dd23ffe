import {
  compileSchema,
  formatProblems,
  type CompileOptions,
  type SchemaSource,
} from '../../../src/schema/index.js';

/** What becomes of a value: the parsed value, or the problems as text. */
export async function outcomeOf(
  source: SchemaSource,
  value: unknown,
  options?: CompileOptions,
): Promise<unknown> {
  const result = await compileSchema(source, options).parse(value);
  return result.ok ? result.value : formatProblems(result.problems);
}
