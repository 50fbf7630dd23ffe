import { equalsOneOf } from './canonical.js';
import { all, any, exactlyOne, LeftToAjv, type Check, type CheckCompiler } from './check.js';
import { arrayTests, numberTests, objectTests, textTests } from './fast-check-types.js';
import { allKeywords, annotations } from './keywords.js';
import { isNode, type Node } from './node.js';
import { resolveLocal } from './refs.js';

/**
 * Turns a JSON Schema document into one function. It answers as ajv does and says nothing about the reason, so ajv
 * is needed for bad values only, and for documents with keywords that are rare among tools' schemas.
 *
 * @param options `remember`: keep what was found about each object during one judgement, so that a choice of forms
 * that contains itself does not ask the same again for each form around it
 * @returns the function, or `undefined` when a keyword is left to ajv
 */
export function compileCheck(document: unknown, options: { remember?: boolean } = {}): Check | undefined {
  try {
    const compiler = new Compiler(document, options.remember === true);
    const check = compiler.compile(document);
    return options.remember === true ? compiler.forgetting(check) : check;
  } catch (error) {
    if (error instanceof LeftToAjv) return undefined;
    throw error;
  }
}

/** Keywords that are handled here; all others that JSON Schema knows are left to ajv. */
const handled: ReadonlySet<string> = new Set([
  ...annotations,
  ...['$ref', '$defs', 'type', 'enum', 'const', 'allOf', 'anyOf', 'oneOf', 'not'],
  ...['multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['minLength', 'maxLength', 'pattern', 'format'],
  ...['items', 'contains', 'minItems', 'maxItems', 'uniqueItems'],
  ...['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
]);

class Compiler implements CheckCompiler {
  private readonly references = new Map<string, { check: Check | undefined }>();

  private readonly memories: Map<unknown, boolean>[] = [];

  constructor(
    private readonly document: unknown,
    private readonly remember: boolean,
  ) {}

  /** Ends each judgement with an empty memory: the next value may be the same object with other content. */
  forgetting(check: Check): Check {
    return (value) => {
      try {
        return check(value);
      } finally {
        for (const memory of this.memories) memory.clear();
      }
    };
  }

  compile(schema: unknown): Check {
    if (typeof schema === 'boolean') return () => schema;
    if (!isNode(schema)) throw new LeftToAjv();
    for (const keyword of Object.keys(schema))
      if (!handled.has(keyword) && allKeywords.has(keyword)) throw new LeftToAjv();
    const { type } = schema;
    if (typeof type === 'string') return this.ofOneType(schema, type);
    return all([
      ...(type === undefined ? [] : [this.ofSeveralTypes(type)]),
      ...this.general(schema),
      this.specific(schema),
    ]);
  }

  private ofOneType(schema: Node, type: string): Check {
    const isOfType = typeChecks[type];
    if (isOfType === undefined) throw new LeftToAjv();
    const tests = [...this.general(schema), ...this.testsFor(schema, type)];
    // The object test begins with the same question.
    return type === 'object' && tests.length === 1 ? tests[0]! : all([isOfType, ...tests]);
  }

  private ofSeveralTypes(types: unknown): Check {
    if (!Array.isArray(types)) throw new LeftToAjv();
    const checks = types.map((type) => typeChecks[String(type)]);
    if (checks.includes(undefined)) throw new LeftToAjv();
    return any(checks as Check[]);
  }

  /** Tests that look at values of every type. */
  private general(schema: Node): Check[] {
    const tests: Check[] = [];
    if (schema['$ref'] !== undefined) tests.push(this.reference(schema['$ref']));
    if (schema['enum'] !== undefined) tests.push(equalsOneOf(list(schema['enum'])));
    if ('const' in schema) tests.push(equalsOneOf([schema['const']]));
    if (schema['allOf'] !== undefined) tests.push(all(this.compileList(schema['allOf'])));
    if (schema['anyOf'] !== undefined) tests.push(any(this.compileList(schema['anyOf'])));
    if (schema['oneOf'] !== undefined) tests.push(exactlyOne(this.compileList(schema['oneOf'])));
    if (schema['not'] !== undefined) {
      const unwanted = this.compile(schema['not']);
      tests.push((value) => !unwanted(value));
    }
    return tests;
  }

  private specific(schema: Node): Check {
    const byType = ['string', 'number', 'array', 'object'].map((type) => this.testsFor(schema, type));
    if (byType.every((tests) => tests.length === 0)) return () => true;
    const [ofText, ofNumber, ofArray, ofObject] = byType.map(all) as [Check, Check, Check, Check];
    return (value) => {
      if (typeof value === 'string') return ofText(value);
      if (typeof value === 'number') return ofNumber(value);
      if (typeof value !== 'object' || value === null) return true;
      return Array.isArray(value) ? ofArray(value) : ofObject(value);
    };
  }

  private testsFor(schema: Node, type: string): Check[] {
    switch (type) {
      case 'string':
        return textTests(schema);
      case 'number':
      case 'integer':
        return numberTests(schema);
      case 'array':
        return arrayTests(schema, this);
      case 'object':
        return objectTests(schema, this);
      default:
        return [];
    }
  }

  private reference(ref: unknown): Check {
    if (typeof ref !== 'string') throw new LeftToAjv();
    let entry = this.references.get(ref);
    if (entry === undefined) {
      const target = resolveLocal(this.document, ref);
      if (target === undefined) throw new LeftToAjv();
      entry = { check: undefined };
      // Known before it is compiled: a schema may refer to itself.
      this.references.set(ref, entry);
      entry.check = this.remember ? this.remembering(this.compile(target)) : this.compile(target);
    }
    const known = entry;
    return known.check ?? ((value) => known.check!(value));
  }

  private remembering(check: Check): Check {
    const memory = new Map<unknown, boolean>();
    this.memories.push(memory);
    return (value) => {
      if (typeof value !== 'object' || value === null) return check(value);
      let verdict = memory.get(value);
      if (verdict === undefined) memory.set(value, (verdict = check(value)));
      return verdict;
    };
  }

  private compileList(schemas: unknown): Check[] {
    return list(schemas).map((schema) => this.compile(schema));
  }
}

const typeChecks: Readonly<Record<string, Check>> = {
  string: (value) => typeof value === 'string',
  number: (value) => Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: isNode,
};

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new LeftToAjv();
  return value;
}
