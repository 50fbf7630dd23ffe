import { incoming } from './class-transformer.js';
import { isNode, type Node } from '../json/node.js';
import type { Content, DtoClass, DtoModel, DtoProperty } from './dto-model.js';
import { InstanceJudge } from './instance-judge.js';

/** How one DTO class is made from JSON that met its schema, and judged afterwards. */
export interface ClassPlan {
  /** Makes an instance; the value must have met the schema. */
  build(value: Node): object;
  readonly judge: InstanceJudge;
}

/** Makes the plans of a DTO class and of all it refers to; the one of the root is returned. */
export function planOf(model: DtoModel): ClassPlan {
  const plans = new Map(model.classes.map((dto) => [dto, new Plan(dto)]));
  for (const plan of plans.values()) plan.link((dto) => plans.get(dto)!);
  for (const plan of plans.values()) plan.judge.settle();
  return plans.get(model.root)!;
}

interface Field {
  readonly name: string;
  readonly wireName: string;
  /** Every object inherits a member of this name, so only its own one counts. */
  readonly inherited: boolean;
  /** Makes the property's value from the one on the wire; absent where they are the same. */
  readonly read: ((value: unknown, source: Node) => unknown) | undefined;
  /** What the property is when it is left out; absent where the initialiser says it. */
  readonly missing: ((source: Node) => unknown) | undefined;
}

class Plan implements ClassPlan {
  readonly judge = new InstanceJudge();
  private fields: readonly Field[] = [];
  private readonly known: ReadonlySet<string>;
  private readonly make: new () => object;

  constructor(private readonly dto: DtoClass) {
    this.make = dto.type;
    this.known = new Set(dto.properties.map(({ wireName }) => wireName));
  }

  link(planOf: (dto: DtoClass) => Plan): void {
    this.fields = this.dto.properties
      .filter(({ readOnly }) => !readOnly)
      .map((property) => fieldOf(property, planOf));
    this.judge.watch(this.dto.properties, (dto) => planOf(dto).judge);
  }

  build(value: Node): object {
    const instance = new this.make() as Record<string, unknown>;
    const { fields } = this;
    for (let i = 0; i < fields.length; i++) {
      const { name, wireName, inherited, read, missing } = fields[i]!;
      const given = inherited && !Object.hasOwn(value, wireName) ? undefined : value[wireName];
      if (given !== undefined) instance[name] = read === undefined ? given : read(given, value);
      else if (missing !== undefined) instance[name] = missing(value);
    }
    if (this.dto.open) this.takeOthers(value, instance);
    return instance;
  }

  /** Members nobody declared, where the author lets them in; never over what the class has. */
  private takeOthers(value: Node, instance: Record<string, unknown>): void {
    for (const key of Object.keys(value))
      if (!this.known.has(key) && !(key in instance) && key !== 'prototype') instance[key] = value[key];
  }
}

function fieldOf(property: DtoProperty, planOf: (dto: DtoClass) => Plan): Field {
  const { name, wireName, content, fallback, transforms, transformsMissing } = property;
  const read = readerOf(content, planOf);
  const transform = (value: unknown, source: Node): unknown =>
    transforms.reduce(
      (made, apply) => apply({ value: made, key: name, obj: source, type: incoming, options: {} }),
      value,
    );
  const transformed = transforms.length > 0;
  return {
    name,
    wireName,
    inherited: wireName in Object.prototype,
    read: transformed ? (value, source) => transform(read ? read(value) : value, source) : read,
    missing: fallback
      ? () => (read ?? ((value: unknown) => value))(structuredClone(fallback.value))
      : transformsMissing
        ? (source) => transform(undefined, source)
        : undefined,
  };
}

function readerOf(
  content: Content,
  planOf: (dto: DtoClass) => Plan,
): ((value: unknown) => unknown) | undefined {
  switch (content.kind) {
    case 'plain':
      return undefined;
    case 'convert':
    case 'date':
      return eachOf(content.convert);
    case 'nested': {
      const plan = planOf(content.target);
      return eachOf((value) => (isNode(value) ? plan.build(value) : value));
    }
    case 'union':
      return eachOf(memberReader(content, planOf));
  }
}

function memberReader(
  { tag, keepTag, targets }: Extract<Content, { kind: 'union' }>,
  planOf: (dto: DtoClass) => Plan,
): (value: unknown) => unknown {
  const plans = new Map([...targets].map(([value, dto]) => [value, planOf(dto)]));
  return (value) => {
    const plan = isNode(value) ? plans.get(value[tag]) : undefined;
    if (plan === undefined || !isNode(value)) return value;
    const instance = plan.build(value);
    return keepTag ? Object.assign(instance, { [tag]: value[tag] }) : instance;
  };
}

/** Applies to a value, or to each element of an array: the schema has said which of them it is. */
function eachOf(read: (value: unknown) => unknown): (value: unknown) => unknown {
  const readAny = (value: unknown): unknown => (Array.isArray(value) ? value.map(readAny) : read(value));
  return readAny;
}
