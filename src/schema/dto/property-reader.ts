import type { Class } from '../../common/class.js';
import { notesOfOwnProperties, type Notes } from '../decorators/notes.js';
import { annotations } from '../json/keywords.js';
import type { Node } from '../json/node.js';
import { SchemaDefinitionError, type SchemaPlace } from '../schema-definition-error.js';
import { transferOf, type Transfer } from './class-transformer.js';
import { kinds, type Validation } from './class-validator.js';
import { readConditions, type Conditions } from './conditions.js';
import { declaredType, designTypeOf, type DeclaredType } from './declared-type.js';
import type { Content, DtoProperty } from './dto-model.js';
import type { DtoReader } from './dto-reader.js';
import { lineageOf } from './is-dto.js';
import { lateChecksOf, type UnderstoodValidation } from './late-check.js';
import { addNull, allowsNull, checkKeywords, override } from './override.js';
import { readContent } from './property-content.js';
import { PropertySchema } from './property-schema.js';
import { findRule } from './rules/find-rule.js';
import type { Reading } from './rules/rule.js';

/** Reads what the decorators of one property say; `validations` are those of its class. */
export class PropertyReader {
  private readonly place: SchemaPlace;
  private readonly notes: Notes;
  private readonly transfer: Transfer;
  private readonly designType: unknown;
  private readonly validations: readonly Validation[];
  private readonly conditions: Conditions;
  private readonly schema: PropertySchema;

  constructor(
    private readonly type: Class,
    private readonly name: string,
    validations: readonly Validation[],
    private readonly dtos: DtoReader,
  ) {
    this.place = { type: type.name, property: name };
    this.notes = notesOf(type, name);
    this.transfer = transferOf(type, name, dtos.direction);
    this.designType = designTypeOf(type, name);
    // Decorators are applied from the last to the first; they are read as they are written.
    this.validations = validations.filter(({ propertyName }) => propertyName === name).reverse();
    this.conditions = readConditions(type, this.validations);
    this.schema = new PropertySchema(this.place);
  }

  /** @returns `undefined` for a property that does not exist on the wire */
  read(): DtoProperty | undefined {
    const readOnly = isReadOnly(this.type, this.name);
    if (!this.transfer.visible || (readOnly && this.dtos.direction === 'input')) return undefined;
    this.refuseEachOfScalar();
    const records: readonly string[] = Object.values(kinds);
    const understood = this.validations
      .filter(({ type }) => !records.includes(type))
      .map((validation) => ({ validation, reading: this.understand(validation) }));
    const readings = understood.flatMap(({ reading }) => reading ?? []);

    this.addKeywords(understood, ({ keywords }) => (typeof keywords === 'function' ? undefined : keywords));
    const content = this.readContent(readings);
    this.addKeywords(understood, ({ keywords }, part) =>
      typeof keywords === 'function' ? keywords(this.schema.typeOf(part)) : undefined,
    );
    if (this.schema.isArray) this.schema.whole['items'] ??= this.schema.elements;

    const settled = this.applyNotes(content);
    const optional =
      this.conditions.optional ||
      this.isOnlyAllowed() ||
      readings.some((reading) => reading.optional === true);
    this.recordOrigins(optional);
    return {
      name: this.name,
      wireName: this.transfer.wireName,
      schema: this.schema.whole,
      readOnly,
      ...settled,
      optional,
      conditional: this.conditions.conditional,
      fallback: undefined,
      ...this.onInstance(understood, content),
    };
  }

  /** What happens once the instance is there. What goes out is made by then, so nothing is transformed or asked. */
  private onInstance(
    understood: readonly UnderstoodValidation[],
    content: Content,
  ): Pick<DtoProperty, 'transforms' | 'transformsMissing' | 'conditions' | 'checks'> {
    const { transforms, exposed } = this.transfer;
    const conditions = this.conditions.tests;
    if (this.dtos.direction === 'output' && transforms.length > 0)
      return { transforms: [], transformsMissing: false, conditions, checks: [] };
    const checks = lateChecksOf(understood, { fully: this.isJudgedFully(), isDate: content.kind === 'date' });
    return { transforms, transformsMissing: exposed && transforms.length > 0, conditions, checks };
  }

  /** What is known of a validator; nothing of the application's own, which may be worth a hint. */
  private understand(validation: Validation): Reading | undefined {
    const reading = findRule(validation)?.read(validation.constraints ?? []);
    if (reading?.impossible !== undefined)
      throw new SchemaDefinitionError(
        'PORTICO_SCHEMA_IMPOSSIBLE',
        this.place,
        `${describe(validation)} ${reading.impossible}`,
        'No value can ever pass; correct the decorator.',
      );
    if (reading === undefined && this.notes.schema === undefined)
      this.hint(
        `what ${describe(validation)} asks for is enforced, but clients are not told; say it with @Schema({ ... })`,
      );
    if (reading?.hint !== undefined) this.hint(reading.hint);
    return reading;
  }

  private hint(text: string): void {
    this.dtos.hints.push(`${this.place.type}.${this.name}: ${text}`);
  }

  private addKeywords(
    understood: readonly UnderstoodValidation[],
    keywordsOf: (reading: Reading, part: 'whole' | 'elements') => Node | undefined,
  ): void {
    for (const { validation, reading } of understood) {
      const part = validation.each ? 'elements' : 'whole';
      // A validator with a condition of its own is not asked always, so the schema cannot ask it.
      const keywords = reading && !validation.validateIf ? keywordsOf(reading, part) : undefined;
      if (keywords === undefined) continue;
      this.schema.add(keywords, part, validation);
      if (keywords['format'] !== undefined) this.dtos.describedFormats.add(this.schema[part]);
    }
  }

  private readContent(readings: readonly Reading[]): Content {
    const { type: typed, transforms } = this.transfer;
    const isArray =
      this.designType === Array ||
      typed?.reflectedType === Array ||
      this.validations.some(({ each, type }) => each && type !== kinds.condition);
    if (isArray && (typed || transforms.length === 0)) this.schema.add({ type: 'array' }, 'whole');
    return readContent(this.declared(readings), {
      place: this.place,
      dtos: this.dtos,
      schema: this.schema,
      typed: typed?.typeFunction !== undefined,
      transformed: transforms.length > 0,
      described: this.notes.schema !== undefined,
      nested: this.validations.some(({ type }) => type === kinds.nested),
    });
  }

  private declared(readings: readonly Reading[]): DeclaredType {
    // A Date is what these validators judge, whatever the property is declared to be.
    if (readings.some(({ date }) => date)) return { kind: 'date' };
    try {
      return declaredType(this.designType, this.transfer.type, this.name);
    } catch (error) {
      throw new SchemaDefinitionError(
        'PORTICO_SCHEMA_NESTED_TYPE',
        this.place,
        `the function given to @Type fails: ${error instanceof Error ? error.message : String(error)}`,
        'It is called at start-up, without a value; return the class.',
        { cause: error },
      );
    }
  }

  private refuseEachOfScalar(): void {
    const each = this.validations.find(({ each }) => each);
    if (each === undefined || ![String, Number, Boolean].includes(this.designType as StringConstructor))
      return;
    throw new SchemaDefinitionError(
      'PORTICO_SCHEMA_EACH',
      this.place,
      `${describe(each)} is asked of each element, and the property is declared as one ${(this.designType as Class).name.toLowerCase()}`,
      'Declare the property as an array, or take { each: true } away.',
    );
  }

  private isOnlyAllowed(): boolean {
    return this.validations.length > 0 && this.validations.every(({ type }) => type === kinds.whitelist);
  }

  /** `@Describe` and `@Schema`: what they add, and what of the content is left. */
  private applyNotes(content: Content): { content: Content; nullable: boolean } {
    const { title, description, examples, schema: own } = this.notes;
    const { whole } = this.schema;
    if (title !== undefined) whole['title'] = title;
    if (description !== undefined) whole['description'] = description;
    if (examples !== undefined) whole['examples'] = examples;
    if ('default' in this.notes) whole['default'] = this.notes.default;
    if (own === undefined) {
      if (this.conditions.nullable) this.acceptNull();
      return { content, nullable: this.conditions.nullable };
    }
    checkKeywords(own, this.place);
    const nullable = this.conditions.nullable || allowsNull(own);
    const { type, ...rest } = own;
    // A reference says its type itself.
    const isReference = this.dtos.references.has(whole) && [type].flat().includes('object');
    const replaced = override(whole, isReference ? rest : own);
    if (replaced) this.dtos.references.delete(whole);
    if (rest['format'] !== undefined) this.dtos.describedFormats.delete(whole);
    if (nullable) this.acceptNull();
    return {
      content:
        replaced && (content.kind === 'nested' || content.kind === 'union') ? { kind: 'plain' } : content,
      nullable,
    };
  }

  private acceptNull(): void {
    const { whole } = this.schema;
    const { references } = this.dtos;
    const target = references.get(whole);
    if (target === undefined) {
      addNull(whole);
      return;
    }
    const reference = {};
    references.delete(whole);
    references.set(reference, target);
    whole['anyOf'] = [reference, { type: 'null' }];
  }

  /** Whether class-validator is asked everything, because the schema is not about the value it judges, or not always. */
  private isJudgedFully(): boolean {
    const own = Object.keys(this.notes.schema ?? {});
    return (
      this.transfer.transforms.length > 0 ||
      this.conditions.conditional ||
      own.some((keyword) => !annotations.has(keyword) && !keyword.startsWith('x-'))
    );
  }

  private recordOrigins(optional: boolean): void {
    const { origins } = this.dtos;
    for (const node of [this.schema.whole, this.schema.elements]) {
      const byKeyword = this.schema.said.get(node) ?? new Map<string, Validation>();
      origins.set(node, { optional: optional && node === this.schema.whole, byKeyword });
    }
  }
}

function notesOf(type: Class, name: string): Notes {
  return lineageOf(type).reduce<Notes>((notes, ancestor) => {
    const own = notesOfOwnProperties(ancestor.prototype as object).get(name);
    const schema = notes.schema || own?.schema ? { schema: { ...notes.schema, ...own?.schema } } : {};
    return { ...notes, ...own, ...schema };
  }, {});
}

function isReadOnly(type: Class, name: string): boolean {
  for (
    let at: unknown = type.prototype;
    typeof at === 'object' && at !== null;
    at = Object.getPrototypeOf(at)
  ) {
    const descriptor = Object.getOwnPropertyDescriptor(at, name);
    if (descriptor) return descriptor.get !== undefined && descriptor.set === undefined;
  }
  return false;
}

function describe({ name, type, constraintCls }: Validation): string {
  return `the validator ${JSON.stringify(name ?? (constraintCls?.name || type))}`;
}
