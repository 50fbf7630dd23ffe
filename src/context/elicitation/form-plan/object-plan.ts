import {
  compileSchema,
  type CompiledSchema,
  type JsonSchema,
  type ParseResult,
  type SchemaSource,
} from '../../../schema/index.js';
import { isNode } from '../../../schema/json/node.js';
import { ElicitFormError } from '../elicit-form-error.js';
import { flatten } from './flatten.js';
import type { FormContent, FormPlan } from './form-plan.js';
import { planField, type FieldPlan } from './plan-field.js';

const plans = new WeakMap<object, ObjectPlan>();

/**
 * The form of a DTO class or a Standard Schema; made once for each.
 *
 * @throws ElicitFormError when there is a field that the protocol has no form for
 */
export function planObject(source: SchemaSource): FormPlan {
  let plan = plans.get(source);
  if (!plan) plans.set(source, (plan = new ObjectPlan(source)));
  return plan;
}

class ObjectPlan implements FormPlan {
  readonly schema: JsonSchema;
  readonly labels: ReadonlyMap<string, string>;
  private readonly compiled: CompiledSchema;
  private readonly fields: ReadonlyMap<string, FieldPlan>;
  private readonly required: ReadonlySet<unknown>;

  constructor(source: SchemaSource) {
    const name = typeof source === 'function' ? source.name : 'The form';
    this.compiled = compile(source, name);
    const { schema } = flatten(this.compiled.json, this.compiled.json);
    this.fields = planFields(name, schema, this.compiled.json);
    this.required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
    const asked = [...this.fields.keys()].filter((field) => this.asksFor(field));
    this.schema = {
      type: 'object',
      properties: Object.fromEntries(Array.from(this.fields, ([field, plan]) => [field, plan.schema])),
      ...(asked.length > 0 && { required: asked }),
    };
    const labels = Array.from(this.fields, ([field, plan]) => [field, plan.schema['title']] as const);
    this.labels = new Map(labels.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  }

  async read(content: FormContent): Promise<ParseResult<unknown>> {
    const parsed = await this.compiled.parse(this.given(content));
    if (parsed.ok) return parsed;
    // Some clients send an empty text for a field that was left empty.
    const filled = Object.entries(content).filter(([field, answer]) => answer !== '' || this.asksFor(field));
    if (filled.length === Object.keys(content).length) return parsed;
    return this.compiled.parse(this.given(Object.fromEntries(filled)));
  }

  /** What was not asked for is not taken: a person could not correct it either. */
  private given(content: FormContent): object {
    const given = Array.from(this.fields).flatMap(([field, { decode, nullable }]) => {
      if (Object.hasOwn(content, field)) return [[field, decode(content[field])] as const];
      return nullable && this.required.has(field) ? [[field, null] as const] : [];
    });
    return Object.fromEntries(given);
  }

  /** Whether a field must not be left empty. */
  private asksFor(field: string): boolean {
    return this.required.has(field) && this.fields.get(field)?.nullable !== true;
  }
}

function compile(source: SchemaSource, name: string): CompiledSchema {
  try {
    return compileSchema(source);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ElicitFormError(name, [{ path: '', message }], { cause: error });
  }
}

function planFields(
  name: string,
  { properties }: JsonSchema,
  document: JsonSchema,
): ReadonlyMap<string, FieldPlan> {
  const given = isNode(properties) ? Object.entries(properties) : [];
  if (given.length === 0)
    throw new ElicitFormError(name, [{ path: '', message: 'it has no fields that are known by name' }]);
  const planned = given.map(([field, property]) => [field, planField(property, document)] as const);
  const problems = planned.flatMap(([path, plan]) =>
    typeof plan === 'string' ? [{ path, message: plan }] : [],
  );
  if (problems.length > 0) throw new ElicitFormError(name, problems);
  return new Map(planned as readonly (readonly [string, FieldPlan])[]);
}
