export type { Class } from '../common/class.js';
export type {
  CompiledSchema,
  CompileOptions,
  JsonSchema,
  ParseResult,
  SchemaProblem,
  SchemaSource,
} from './types.js';
export type { StandardSchemaV1 } from './standard/standard-schema.js';
export { withJsonSchema } from './standard/with-json-schema.js';
export { compileSchema } from './compile-schema.js';
export { isDto } from './dto/is-dto.js';
export { shapeInstances } from './dto/shape-instances.js';
export { Describe, type Description } from './decorators/describe.js';
export { Schema } from './decorators/schema.js';
export { SchemaDefinitionError } from './schema-definition-error.js';
export { formatProblems } from './format-problems.js';
