import type { Class } from '../../common/class.js';
import { findExcess, type Bounds } from '../bounds.js';
import { coerce } from '../coerce.js';
import { deepFreeze } from '../../common/deep-freeze.js';
import { extentOf } from '../json/extent.js';
import { Judge } from '../json/judge.js';
import type { Node } from '../json/node.js';
import type { CompiledSchema, JsonSchema, ParseResult, SchemaProblem } from '../types.js';
import type { Direction } from './class-transformer.js';
import { dtoWording } from './dto-wording.js';
import { readDto } from './dto-reader.js';
import { Findings } from './findings.js';
import { planOf, type ClassPlan } from './plan.js';
import { render } from './render.js';
import { serializerOf } from './serializer.js';

/** How a DTO class is compiled. */
export interface DtoOptions extends Bounds {
  readonly coerce: boolean;
  readonly direction: Direction;
}

/**
 * A DTO class, compiled. A value is judged by the published schema, becomes an instance, and is then judged by the
 * validators the schema cannot stand for.
 */
export class DtoSchema<T> implements CompiledSchema<T> {
  readonly json: JsonSchema;
  readonly hints: readonly string[];
  readonly serialize: (value: unknown) => unknown;
  private readonly enforced: Node;
  private readonly plan: ClassPlan;
  private readonly judge: Judge;
  /** Whether a value may meet the schema and still be too large. */
  private readonly mustBeMeasured: boolean;

  /** @throws SchemaDefinitionError for a class that cannot be described */
  constructor(
    type: Class,
    private readonly options: DtoOptions,
  ) {
    const model = readDto(type, options.direction);
    const { document, sources } = render(model, 'enforced');
    this.json = deepFreeze(render(model, 'published').document);
    this.hints = [...new Set(model.hints)];
    this.serialize = serializerOf(model);
    this.enforced = document;
    this.plan = planOf(model);
    this.judge = new Judge(document, { type: type.name }, dtoWording(model, sources));
    const { depth, elements } = extentOf(document);
    this.mustBeMeasured = depth > options.maxDepth || elements > options.maxElements;
  }

  parse(given: unknown): ParseResult<T> | Promise<ParseResult<T>> {
    let value = given;
    if (this.mustBeMeasured || this.options.coerce) {
      const excess = findExcess(value, this.options);
      if (excess) return { ok: false, problems: [excess] };
      if (this.options.coerce) value = coerce(value, this.enforced);
    }
    if (!this.judge.accepts(value)) {
      const problems = this.problemsOf(value);
      if (problems.length > 0) return { ok: false, problems };
    }
    const instance = this.plan.build(value as Node);
    if (!this.plan.judge.isNeeded) return { ok: true, value: instance as T };
    const findings = new Findings();
    this.plan.judge.judge(instance, '', findings);
    if (findings.isPending) return findings.settled().then(() => outcome(instance as T, findings));
    return outcome(instance as T, findings);
  }

  private problemsOf(value: unknown): readonly SchemaProblem[] {
    const excess = findExcess(value, this.options);
    return excess ? [excess] : this.judge.problems(value);
  }
}

function outcome<T>(value: T, findings: Findings): ParseResult<T> {
  const problems = findings.problems();
  return problems.length === 0 ? { ok: true, value } : { ok: false, problems };
}
