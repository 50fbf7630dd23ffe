import { findExcess, type Bounds } from '../bounds.js';
import { coerce } from '../coerce.js';
import { deepFreeze } from '../../common/deep-freeze.js';
import { isNode, type Node } from '../json/node.js';
import { pathOf } from '../path.js';
import { SchemaDefinitionError } from '../schema-definition-error.js';
import type { CompiledSchema, JsonSchema, ParseResult, SchemaProblem } from '../types.js';
import { isThenable } from '../../common/thenable.js';
import type { StandardIssue, StandardResult, StandardSchemaV1 } from './standard-schema.js';

/** How a Standard Schema is compiled. */
export interface StandardOptions extends Bounds {
  readonly coerce: boolean;
  readonly direction: 'input' | 'output';
}

/** A schema of another library: it judges by itself, and tells its JSON Schema. */
export class StandardSchema implements CompiledSchema {
  readonly json: JsonSchema;
  readonly hints: readonly string[] = [];

  /** @throws SchemaDefinitionError when the library cannot tell the JSON Schema */
  constructor(
    private readonly source: StandardSchemaV1,
    private readonly options: StandardOptions,
  ) {
    this.json = deepFreeze(structuredClone(jsonSchemaOf(source, options.direction)));
  }

  parse(value: unknown): ParseResult<unknown> | Promise<ParseResult<unknown>> {
    const excess = findExcess(value, this.options);
    if (excess) return { ok: false, problems: [excess] };
    const given = this.options.coerce ? coerce(value, this.json) : value;
    const result = this.source['~standard'].validate(given);
    return isThenable(result) ? Promise.resolve(result).then(readResult) : readResult(result);
  }

  serialize(value: unknown): unknown {
    return value;
  }
}

function readResult(result: StandardResult<unknown>): ParseResult<unknown> {
  if (!result.issues) return { ok: true, value: result.value };
  return { ok: false, problems: result.issues.map(readIssue) };
}

function readIssue({ path = [], message }: StandardIssue): SchemaProblem {
  const steps = path.map((segment) => {
    const key = typeof segment === 'object' ? segment.key : segment;
    return typeof key === 'number' ? key : String(key);
  });
  const where = pathOf(steps);
  // Some libraries begin the message with the path, which is said already.
  return {
    path: where,
    message: where !== '' && message.startsWith(`${where} `) ? message.slice(where.length + 1) : message,
  };
}

const target = 'draft-2020-12';

function jsonSchemaOf(source: StandardSchemaV1, direction: 'input' | 'output'): Node {
  const { vendor, jsonSchema } = source['~standard'];
  try {
    const written = jsonSchema ? jsonSchema[direction]({ target }) : ownMethod(source, direction);
    if (isNode(written)) return written;
  } catch (error) {
    throw new SchemaDefinitionError(
      'PORTICO_SCHEMA_STANDARD',
      { type: `${vendor} schema` },
      `it has no JSON Schema for ${direction}: ${error instanceof Error ? error.message : String(error)}`,
      'Change what cannot be written as JSON Schema, or give its JSON Schema too: withJsonSchema(schema, { ... }).',
      { cause: error },
    );
  }
  throw new SchemaDefinitionError(
    'PORTICO_SCHEMA_STANDARD',
    { type: `${vendor} schema` },
    'the library does not tell its JSON Schema (the Standard JSON Schema extension, `~standard.jsonSchema`)',
    vendor === 'valibot'
      ? 'Wrap it with toStandardJsonSchema(schema) from @valibot/to-json-schema, or give its JSON Schema too: withJsonSchema(schema, { ... }).'
      : 'Give its JSON Schema too: withJsonSchema(schema, { ... }).',
  );
}

/** zod had a method of its own before there was an interface for it. */
function ownMethod(source: object, direction: 'input' | 'output'): unknown {
  const { toJSONSchema } = source as { toJSONSchema?: unknown };
  if (typeof toJSONSchema !== 'function') return undefined;
  return Reflect.apply(toJSONSchema, source, [{ target, io: direction }]) as unknown;
}
