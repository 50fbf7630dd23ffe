import {
  compileSchema,
  type CompiledSchema,
  type JsonSchema,
  type ParseResult,
} from '../../../schema/index.js';
import type { FormContent, FormPlan } from './form-plan.js';

/** The one field's name, on the wire only. */
const VALUE = 'value';

/** What is asked for where one value is wanted. */
export interface ValueField {
  /** As the protocol has it. */
  readonly schema: JsonSchema;
  /** What judges the answer. */
  readonly judge: JsonSchema;
  /** Turns a judged answer into what the handler receives. */
  readonly decode?: (answer: unknown) => unknown;
}

/** A form of one field, which its author never sees: the protocol asks for objects only. */
export class ValuePlan implements FormPlan {
  readonly schema: JsonSchema;
  readonly labels: ReadonlyMap<string, string> = new Map<string, string>();
  private readonly judge: CompiledSchema;

  constructor(private readonly field: ValueField) {
    this.schema = { type: 'object', properties: { [VALUE]: field.schema }, required: [VALUE] };
    this.judge = compileSchema(field.judge);
  }

  async read(content: FormContent): Promise<ParseResult<unknown>> {
    if (!Object.hasOwn(content, VALUE))
      return { ok: false, problems: [{ path: '', message: 'the field is empty' }] };
    const parsed = await this.judge.parse(content[VALUE]);
    return parsed.ok && this.field.decode ? { ok: true, value: this.field.decode(parsed.value) } : parsed;
  }
}
