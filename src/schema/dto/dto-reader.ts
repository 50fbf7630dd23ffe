import type { Class } from '../../common/class.js';
import { notesOfClass } from '../decorators/notes.js';
import type { Node } from '../json/node.js';
import { SchemaDefinitionError } from '../schema-definition-error.js';
import type { Direction } from './class-transformer.js';
import { validationsOf, type Validation } from './class-validator.js';
import { settleDefaults } from './defaults.js';
import type { DtoClass, DtoModel, Origin } from './dto-model.js';
import { instantiate } from './instantiate.js';
import { hasNotedProperties } from './is-dto.js';
import { checkKeywords } from './override.js';
import { propertyNamesOf } from './property-names.js';
import { PropertyReader } from './property-reader.js';

/**
 * Reads a DTO class, and every class it refers to, from the decorators' metadata.
 *
 * @throws SchemaDefinitionError for the first thing that cannot be described
 */
export function readDto(root: Class, direction: Direction): DtoModel {
  return new DtoReader(direction).readAll(root);
}

/** Reads classes once each, whatever refers to them. */
export class DtoReader {
  readonly origins = new Map<Node, Origin>();
  readonly references = new Map<Node, DtoClass>();
  readonly describedFormats = new Set<Node>();
  readonly hints: string[] = [];
  private readonly plain = new Map<Class, DtoClass>();
  private readonly tagged: DtoClass[] = [];

  constructor(readonly direction: Direction) {}

  readAll(root: Class): DtoModel {
    const dto = this.readClass(root);
    const model: DtoModel = { ...this.results(), root: dto };
    settleDefaults(model);
    return model;
  }

  private results(): Omit<DtoModel, 'root'> {
    const { origins, references, describedFormats, hints } = this;
    return {
      origins,
      references,
      describedFormats,
      hints,
      classes: [...this.plain.values(), ...this.tagged],
    };
  }

  /** The class on its own. */
  readClass(type: Class): DtoClass {
    const known = this.plain.get(type);
    if (known) return known;
    const validations = validationsOf(type);
    const dto = this.start(type, validations, undefined);
    this.plain.set(type, dto);
    this.readProperties(dto, validations);
    return dto;
  }

  /** The class as a member of a union: told from the others by a tag. */
  readMember(type: Class, name: string, value: unknown): DtoClass {
    const known = this.tagged.find(
      (dto) => dto.type === type && dto.tag?.name === name && dto.tag.value === value,
    );
    if (known) return known;
    const validations = validationsOf(type);
    const dto = this.start(type, validations, { name, value });
    this.tagged.push(dto);
    this.readProperties(dto, validations);
    return dto;
  }

  private start(type: Class, validations: readonly Validation[], tag: DtoClass['tag']): DtoClass {
    const notes = notesOfClass(type);
    const own = notes?.schema ?? {};
    if (validations.length === 0 && !hasNotedProperties(type) && notes === undefined)
      throw new SchemaDefinitionError(
        'PORTICO_SCHEMA_NO_PROPERTIES',
        { type: type.name },
        'no property of the class is decorated, so nothing is known about its shape',
        'Decorate the properties with class-validator decorators or @Describe; make sure that one copy of class-validator is installed.',
      );
    checkKeywords(own, { type: type.name });
    for (const keyword of ['type', 'properties', 'required', '$ref'])
      if (keyword in own)
        throw new SchemaDefinitionError(
          'PORTICO_SCHEMA_KEYWORD',
          { type: type.name },
          `@Schema on the class sets ${keyword}, which is what the properties say`,
          'Decorate the properties instead.',
        );
    const { title, description, examples } = notes ?? {};
    const schema: Node = {
      type: 'object',
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      properties: {},
      required: [],
      additionalProperties: false,
      ...(examples !== undefined && { examples }),
      ...own,
    };
    return { type, schema, names: [], properties: [], tag, open: schema['additionalProperties'] !== false };
  }

  private readProperties(dto: DtoClass, validations: readonly Validation[]): void {
    const { type, schema, tag } = dto;
    const properties = schema['properties'] as Node;
    if (tag) properties[tag.name] = { type: typeof tag.value, const: tag.value };
    for (const name of propertyNamesOf(type, instantiate(type), validations)) {
      dto.names.push(name);
      const property = new PropertyReader(type, name, validations, this).read();
      if (property === undefined) continue;
      const { wireName } = property;
      const isTag = tag?.name === wireName;
      if (wireName === '__proto__' || (Object.hasOwn(properties, wireName) && !isTag))
        throw new SchemaDefinitionError(
          'PORTICO_SCHEMA_NAME',
          { type: type.name, property: name },
          wireName === '__proto__'
            ? 'has a name no JSON object should have'
            : `${wireName} is the name of another property`,
          'Give it another name with @Expose({ name }).',
        );
      if (isTag) Object.assign(property.schema, { type: typeof tag.value, const: tag.value });
      properties[wireName] = property.schema;
      dto.properties.push(property);
    }
  }
}
