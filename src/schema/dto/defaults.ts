import { jsonObstacle } from '../../common/json-value.js';
import { canonical } from '../json/canonical.js';
import type { Node } from '../json/node.js';
import { invalidSchema, SchemaDefinitionError } from '../schema-definition-error.js';
import type { DtoClass, DtoModel, DtoProperty } from './dto-model.js';
import { instantiate } from './instantiate.js';
import { checkOfPart } from './render.js';

/**
 * Settles what happens when a property is left out, and so which ones are required.
 *
 * An initialiser gives the default, when what it gives meets the property's own schema; else it only keeps the
 * compiler content, as `name = ''` does, and the property is required. It is advertised when it is JSON and the
 * same each time.
 */
export function settleDefaults(model: DtoModel): void {
  // Classes come before the ones they refer to; a default is judged by complete schemas.
  for (const dto of [...model.classes].reverse()) settleClass(dto, model);
}

function settleClass(dto: DtoClass, model: DtoModel): void {
  const required = dto.schema['required'] as string[];
  if (dto.tag) required.push(dto.tag.name);
  const [first, second] = [instantiate(dto.type), instantiate(dto.type)];
  for (const property of dto.properties) {
    const hasDefault = settleProperty(
      dto,
      property,
      [valueOf(first, property), valueOf(second, property)],
      model,
    );
    if (!hasDefault && !property.optional && !required.includes(property.wireName))
      required.push(property.wireName);
  }
  if (required.length === 0) delete dto.schema['required'];
}

function valueOf(instance: Node, { name }: DtoProperty): unknown {
  return Object.getOwnPropertyDescriptor(instance, name)?.value;
}

function settleProperty(
  dto: DtoClass,
  property: DtoProperty,
  [initial, again]: readonly [unknown, unknown],
  model: DtoModel,
): boolean {
  const { schema } = property;
  if (initial === undefined && !('default' in schema)) return false;
  const accepts = checkOf(dto, property, model);
  if (initial === undefined) {
    if (!accepts(schema['default'])) throw badDefault(dto, property);
    property.fallback = { value: schema['default'] };
    return true;
  }
  const json = toJson(initial);
  if (!accepts(json) || !meetsChecks(property, initial)) {
    if (initial !== null && initial !== '' && !property.optional)
      model.hints.push(
        `${dto.type.name}.${property.name}: the initial value is not one the property may have, so it has to be given`,
      );
    return false;
  }
  if (!('default' in schema) && isConstant(initial, again)) schema['default'] = json;
  return true;
}

function checkOf(dto: DtoClass, { schema, name }: DtoProperty, model: DtoModel): (value: unknown) => boolean {
  const check = checkOfPart(schema, model);
  return (value) => {
    try {
      return check(value);
    } catch (error) {
      throw invalidSchema({ type: dto.type.name, property: name }, error);
    }
  };
}

/** Built-in validators are asked about the initial value; the application's own may need a call around them. */
function meetsChecks({ checks, conditions }: DtoProperty, value: unknown): boolean {
  return checks.every(
    (check) => !check.isPure || conditions.length > 0 || check.each || check.test(value, {}) === true,
  );
}

function toJson(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null') as unknown;
  } catch {
    return undefined; // what cannot be written as JSON meets no schema
  }
}

function isConstant(initial: unknown, again: unknown): boolean {
  return jsonObstacle(initial) === undefined && canonical(initial) === canonical(again) && !isNow(initial);
}

/** A point in time within the last minute was made by the initialiser just now. */
function isNow(value: unknown): boolean {
  const time = typeof value === 'string' ? Date.parse(value) : value;
  return typeof time === 'number' && Math.abs(Date.now() - time) < 60_000;
}

function badDefault(dto: DtoClass, property: DtoProperty): SchemaDefinitionError {
  return new SchemaDefinitionError(
    'PORTICO_SCHEMA_DEFAULT',
    { type: dto.type.name, property: property.name },
    `the default ${JSON.stringify(property.schema['default'])} is not a value the property may have`,
    'Correct the default, or the decorators that exclude it.',
  );
}
