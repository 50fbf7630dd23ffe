import { jsonObstacle } from '../../common/json-value.js';
import { findExcess, type Bounds } from '../bounds.js';
import { coerce } from '../coerce.js';
import { invalidSchema, SchemaDefinitionError } from '../schema-definition-error.js';
import type { CompiledSchema, JsonSchema, ParseResult } from '../types.js';
import type { Check } from './check.js';
import { deepFreeze } from './deep-freeze.js';
import { isCurrentDialect } from './dialect.js';
import { compileCheck } from './fast-check.js';
import type { Node } from './node.js';
import { findForeignReference } from './foreign-references.js';
import { SlowCheck } from './slow-check.js';

/** How raw JSON Schema is compiled. */
export interface RawOptions extends Bounds {
  readonly coerce: boolean;
}

/** JSON Schema written by hand: shown as it is, and enforced. Values come back as they are. */
export class RawSchema implements CompiledSchema {
  readonly json: JsonSchema;
  readonly hints: readonly string[] = [];
  private readonly accepts: Check | undefined;
  private readonly judge: SlowCheck;

  /** @throws SchemaDefinitionError for what is no JSON Schema, or points out of itself */
  constructor(
    source: Node,
    private readonly options: RawOptions,
  ) {
    const document = copyOf(source);
    refuseForeignReferences(document);
    this.json = document;
    this.accepts = isCurrentDialect(document) ? compileCheck(document) : undefined;
    this.judge = new SlowCheck(document, { isKnownValid: this.accepts !== undefined });
    // What only ajv understands is tried at once: a mistake in it belongs to the start, not to a call.
    if (this.accepts === undefined) compileNow(this.judge);
    else refuseEndless(this.accepts);
  }

  parse(given: unknown): ParseResult<unknown> {
    const excess = findExcess(given, this.options);
    if (excess) return { ok: false, problems: [excess] };
    const value = this.options.coerce ? coerce(given, this.json) : given;
    if (this.accepts?.(value) === true) return { ok: true, value };
    const problems = this.judge.problems(value);
    return problems.length === 0 ? { ok: true, value } : { ok: false, problems };
  }

  serialize(value: unknown): unknown {
    return value;
  }
}

/** A copy that nobody can change any more; it is what the schema was when it was compiled. */
function copyOf(source: Node): Node {
  const obstacle = jsonObstacle(source);
  if (obstacle !== undefined)
    throw new SchemaDefinitionError(
      'PORTICO_SCHEMA_INVALID',
      { type: 'JSON Schema' },
      `${obstacle.path || 'it'} is ${obstacle.what}, which is not JSON`,
      'Give plain JSON; for a schema of a library, see that it offers the Standard Schema interface.',
    );
  return deepFreeze(JSON.parse(JSON.stringify(source)) as Node);
}

function refuseForeignReferences(document: Node): void {
  const foreign = findForeignReference(document);
  if (foreign !== undefined)
    throw new SchemaDefinitionError(
      'PORTICO_SCHEMA_REMOTE_REF',
      { type: 'JSON Schema' },
      `it refers to ${JSON.stringify(foreign)}, which is not in the document, and nothing is fetched`,
      'Copy what is referred to under $defs and refer to it with "#/$defs/...".',
    );
}

function compileNow(judge: SlowCheck): void {
  try {
    judge.compile();
  } catch (error) {
    throw invalidSchema({ type: 'JSON Schema' }, error);
  }
}

/** A schema that refers to itself without looking further into the value would be followed for ever. */
function refuseEndless(accepts: Check): void {
  try {
    for (const value of [null, [], {}]) accepts(value);
  } catch (error) {
    throw invalidSchema({ type: 'JSON Schema' }, error);
  }
}
