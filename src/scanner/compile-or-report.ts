import { isPorticoError } from '../common/portico-error.js';
import type { StartupProblems } from '../common/startup-problem.js';
import {
  compileSchema,
  type CompiledSchema,
  type CompileOptions,
  type SchemaSource,
} from '../schema/index.js';

/** Compiles a schema; what is wrong with it is collected, and `undefined` comes instead. */
export function compileOrReport(
  where: string,
  source: SchemaSource,
  problems: StartupProblems,
  hints: string[],
  options?: CompileOptions,
): CompiledSchema | undefined {
  try {
    const schema = compileSchema(source, options);
    hints.push(...schema.hints.map((hint) => `${where}: ${hint}`));
    return schema;
  } catch (error) {
    if (!isPorticoError(error)) throw error;
    problems.add(
      error.code as `PORTICO_${string}`,
      where,
      error.message,
      'Correct the class, or give the decorator a schema.',
    );
    return undefined;
  }
}
