import {
  compileSchema,
  type Class,
  type CompiledSchema,
  type JsonSchema,
} from '../../../src/schema/index.js';

/**
 * A DTO class with one property, `value`, decorated as the compiler would do it.
 *
 * @param designType what the property is declared to be; `Object` is what the compiler emits for a union
 */
export function dtoWith(designType: unknown, ...decorators: readonly PropertyDecorator[]): Class {
  class Dto {}
  Reflect.defineMetadata('design:type', designType, Dto.prototype, 'value');
  for (const decorate of [...decorators].reverse()) decorate(Dto.prototype, 'value');
  return Dto;
}

/** What is published for that property. */
export function publishedFor(designType: unknown, ...decorators: readonly PropertyDecorator[]): JsonSchema {
  return propertyOf(compileSchema(dtoWith(designType, ...decorators)), 'value');
}

export function propertyOf(schema: CompiledSchema, name: string): JsonSchema {
  return (schema.json['properties'] as Record<string, JsonSchema>)[name]!;
}
