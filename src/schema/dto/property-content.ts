import type { ClassConstructor } from 'class-transformer';
import type { Class } from '../../common/class.js';
import { toBoolean, toNumber } from '../coerce.js';
import { SchemaDefinitionError, type SchemaPlace } from '../schema-definition-error.js';
import { classTransformer } from './class-transformer.js';
import type { DeclaredType, Union } from './declared-type.js';
import type { Content } from './dto-model.js';
import type { DtoReader } from './dto-reader.js';
import type { PropertySchema } from './property-schema.js';

/** What decides how the values of a property are made. */
export interface ContentContext {
  readonly place: SchemaPlace;
  readonly dtos: DtoReader;
  readonly schema: PropertySchema;
  /** Whether `@Type` says the type; else it is the one TypeScript emitted. */
  readonly typed: boolean;
  /** Whether `@Transform` makes the value, so that the declared type is not the one on the wire. */
  readonly transformed: boolean;
  /** Whether `@Schema` says what is on the wire. */
  readonly described: boolean;
  /** Whether `@ValidateNested` is there. */
  readonly nested: boolean;
}

const plain: Content = { kind: 'plain' };

/** Writes the declared type of a property into its schema, and tells how values become what is declared. */
export function readContent(declared: DeclaredType, context: ContentContext): Content {
  switch (declared.kind) {
    case 'dto':
      return reference(declared.type, context);
    case 'union':
      return union(declared.union, context);
    case 'class':
      return foreign(declared.type, context);
    case 'date':
      return date(context);
    case 'scalar':
      return scalar(declared.type, context);
    case 'unknown':
      return unknown(context);
  }
}

function reference(type: Class, { schema, dtos }: ContentContext): Content {
  const target = dtos.readClass(type);
  addObjectType(schema);
  dtos.references.set(schema.single, target);
  return { kind: 'nested', target };
}

function union({ tag, keepTag, members }: Union, { schema, dtos }: ContentContext): Content {
  const targets = new Map<unknown, ReturnType<DtoReader['readMember']>>();
  addObjectType(schema);
  schema.single['oneOf'] = members.map(({ type, value }) => {
    const target = dtos.readMember(type, tag, value);
    targets.set(value, target);
    const node = {};
    dtos.references.set(node, target);
    return node;
  });
  return { kind: 'union', tag, keepTag, targets };
}

/** A type that contradicts is told; one that says no more than the reference is not written twice. */
function addObjectType(schema: PropertySchema): void {
  schema.add({ type: 'object' }, schema.isArray ? 'elements' : 'whole');
  if (Object.keys(schema.single).length === 1) delete schema.single['type'];
}

function foreign(
  type: Class,
  { schema, place, typed, transformed, described, nested }: ContentContext,
): Content {
  if (nested)
    throw new SchemaDefinitionError(
      'PORTICO_SCHEMA_NESTED_TYPE',
      place,
      `@ValidateNested meets ${type.name}, no property of which is decorated`,
      `Decorate the properties of ${type.name}.`,
    );
  if (described || transformed || schema.typeOf('whole') !== undefined) return plain;
  if (!typed)
    throw new SchemaDefinitionError(
      'PORTICO_SCHEMA_TYPE',
      place,
      `it is declared as ${type.name}, which has no counterpart in JSON`,
      'Declare what is sent (an array, a DTO, a string), or describe it with @Schema and make the value with @Transform.',
    );
  schema.add({ type: 'object' }, schema.isArray ? 'elements' : 'whole');
  const { plainToInstance } = classTransformer();
  const constructor = type as ClassConstructor<object>;
  return { kind: 'convert', convert: (value) => plainToInstance(constructor, value) };
}

function date({ schema, typed, transformed }: ContentContext): Content {
  const isText = schema.typeOf(schema.isArray ? 'elements' : 'whole') === 'string';
  // Text validators on a property that is only declared as a Date judge the text, so text it stays.
  const staysText = !typed && (isText || transformed);
  schema.add({ type: 'string', format: 'date-time' }, schema.isArray ? 'elements' : 'whole');
  return staysText ? plain : { kind: 'date', convert: toDate };
}

function toDate(value: unknown): unknown {
  return typeof value === 'string' || typeof value === 'number' ? new Date(value) : value;
}

function scalar(type: 'string' | 'number' | 'boolean', context: ContentContext): Content {
  const { schema, typed, transformed, described, place, dtos } = context;
  const { single } = schema;
  const said = schema.typeOf(schema.isArray ? 'elements' : 'whole');
  if (
    said !== undefined &&
    !typed &&
    !transformed &&
    !described &&
    said.replace('integer', 'number') !== type
  )
    dtos.hints.push(
      `${place.type}.${String(place.property)}: it is declared as a ${type} and will be a ${said}, which is what its validators ask for`,
    );
  const isSaid = ['type', 'enum', 'const', 'anyOf'].some((keyword) => keyword in single);
  if (!isSaid && (typed || !transformed)) schema.add({ type }, schema.isArray ? 'elements' : 'whole');
  return typed && described ? { kind: 'convert', convert: conversions[type] } : plain;
}

const conversions: Readonly<Record<'string' | 'number' | 'boolean', (value: unknown) => unknown>> = {
  string: (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
  number: (value) => (typeof value === 'string' ? (toNumber(value) ?? Number.NaN) : value),
  boolean: (value) => (typeof value === 'string' ? (toBoolean(value) ?? value) : value),
};

function unknown({ schema, nested, place, dtos, described }: ContentContext): Content {
  if (nested)
    throw new SchemaDefinitionError(
      'PORTICO_SCHEMA_NESTED_TYPE',
      place,
      '@ValidateNested is there, and nothing tells the class at run time',
      'Add @Type(() => TheClass) from class-transformer; where two files import each other, that is what it is for.',
    );
  if (!described && Object.keys(schema.single).length === 0)
    dtos.hints.push(
      schema.isArray
        ? `${place.type}.${String(place.property)}: nothing is known about the elements of the array, so any are accepted; say it with { each: true } on a validator, or with @Type`
        : `${place.type}.${String(place.property)}: its type is not known at run time, so anything is accepted; say it with a validator, @Type or @Schema`,
    );
  return plain;
}
