import { jsonObstacle } from '../../common/json-value.js';
import { findExcess, type Bounds } from '../bounds.js';
import { coerce } from '../coerce.js';
import { SchemaDefinitionError } from '../schema-definition-error.js';
import type { CompiledSchema, JsonSchema, ParseResult } from '../types.js';
import { deepFreeze } from '../../common/deep-freeze.js';
import { Judge } from './judge.js';
import type { Node } from './node.js';
import { findForeignReference } from './foreign-references.js';

/** How raw JSON Schema is compiled. */
export interface RawOptions extends Bounds {
  readonly coerce: boolean;
}

/** JSON Schema written by hand: shown as it is, and enforced. Values come back as they are. */
export class RawSchema implements CompiledSchema {
  readonly json: JsonSchema;
  readonly hints: readonly string[] = [];
  private readonly judge: Judge;

  /** @throws SchemaDefinitionError for what is no JSON Schema, or points out of itself */
  constructor(
    source: Node,
    private readonly options: RawOptions,
  ) {
    const document = copyOf(source);
    refuseForeignReferences(document);
    this.json = document;
    this.judge = new Judge(document, { type: 'JSON Schema' });
  }

  parse(given: unknown): ParseResult<unknown> {
    const excess = findExcess(given, this.options);
    if (excess) return { ok: false, problems: [excess] };
    const value = this.options.coerce ? coerce(given, this.json) : given;
    if (this.judge.accepts(value)) return { ok: true, value };
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
