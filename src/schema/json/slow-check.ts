import { createRequire } from 'node:module';
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import type { SchemaProblem } from '../types.js';
import { dialectOf } from './dialect.js';
import { equalityKeywords } from './equality-keywords.js';
import type { Node } from './node.js';
import { pointersInto } from './pointers.js';
import { readProblems, type Wording } from './problems.js';

/**
 * The judgement of ajv on a document, in words. ajv is loaded, and the document compiled, when the first value is
 * judged: where all values are good that is never.
 */
export class SlowCheck {
  private ajv: Ajv | undefined;
  private validator: ValidateFunction | undefined;
  private pointers: ReadonlyMap<unknown, string> | undefined;
  private readonly parts = new Map<string, ValidateFunction>();

  /**
   * @param document JSON Schema; other dialects than 2020-12 are told by `$schema`
   * @param options `isKnownValid`: the document need not be checked against its meta-schema, which takes ajv 20 ms;
   * `allErrors`: false for the first error only; `wording`: messages of the author's own
   */
  constructor(
    private readonly document: Node,
    private readonly options: {
      readonly isKnownValid: boolean;
      readonly allErrors: boolean;
      readonly wording?: Wording | undefined;
    },
  ) {}

  /** What is wrong with a value; empty when nothing is. */
  problems(value: unknown): readonly SchemaProblem[] {
    const validator = this.compile();
    if (validator(value) === true) return [];
    return readProblems(validator.errors ?? [], {
      document: this.document,
      value,
      wording: this.options.wording,
      guesses: 0,
      errorsOf: (subschema, part) => this.errorsOf(subschema, part),
    });
  }

  /**
   * Compiles the document, if it is not compiled yet.
   *
   * @throws Error for a document that is no JSON Schema, or one that points at something that is not there
   */
  compile(): ValidateFunction {
    if (this.validator !== undefined) return this.validator;
    this.ajv = createAjv(dialectOf(this.document), {
      allErrors: this.options.allErrors,
      validateSchema: !this.options.isKnownValid,
    });
    this.ajv.addSchema(this.document, key);
    this.validator = this.ajv.getSchema(key);
    if (this.validator === undefined) throw new Error('ajv does not find the document it was given');
    return this.validator;
  }

  /** ajv's errors for one subschema of the document; `undefined` for what is none of its objects. */
  private errorsOf(subschema: unknown, part: unknown): readonly ErrorObject[] | undefined {
    const validator = this.validatorOf(subschema);
    if (validator === undefined) return undefined;
    return validator(part) === true ? [] : (validator.errors ?? []);
  }

  private validatorOf(subschema: unknown): ValidateFunction | undefined {
    this.pointers ??= pointersInto(this.document);
    const pointer = this.pointers.get(subschema);
    if (pointer === undefined) return undefined;
    const known = this.parts.get(pointer) ?? this.ajv?.getSchema(`${key}#${pointer}`);
    if (known !== undefined) this.parts.set(pointer, known);
    return known;
  }
}

const key = 'portico:schema';

function createAjv(dialect: string, options: { allErrors: boolean; validateSchema: boolean }): Ajv {
  const load = createRequire(import.meta.url);
  const { default: Dialect } = load(dialect) as { default: new (options: object) => Ajv };
  const { default: addFormats } = load('ajv-formats') as { default: (ajv: Ajv) => void };
  const ajv = new Dialect({
    ...options,
    verbose: true,
    // Members every object inherits, such as `constructor`, are not in the value.
    ownProperties: true,
    // Keywords of other vocabularies, such as `x-mcp-header`, and formats nobody knows are annotations.
    strict: false,
    logger: false,
  });
  addFormats(ajv);
  for (const definition of equalityKeywords) {
    ajv.removeKeyword(definition.keyword);
    ajv.addKeyword(definition);
  }
  return ajv;
}
