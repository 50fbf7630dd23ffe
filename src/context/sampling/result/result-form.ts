import {
  compileSchema,
  type CompiledSchema,
  type SchemaProblem,
  type SchemaSource,
} from '../../../schema/index.js';
import { textOf } from '../messages/blocks.js';
import type { SamplingAnswer } from '../sampling-answer.js';
import type { SamplingToolEntry } from '../sampling-request.js';
import { jsonInText } from './json-in-text.js';
import { toObjectSchema, type ObjectSchema } from './object-schema.js';

/** The tool a model calls to give its result. */
export const FINAL_TOOL = 'final_response';

/** What the model gave, judged. */
export type Judged =
  | { readonly ok: true; readonly value: unknown; readonly text: string }
  | { readonly ok: false; readonly problems: readonly SchemaProblem[]; readonly text: string };

/** The form a result must have: how the model is told of it, and how what it gives is judged. */
export class ResultForm {
  private readonly schema: CompiledSchema;
  private readonly object: ObjectSchema;

  /** @throws SchemaDefinitionError for what is no schema */
  constructor(source: SchemaSource) {
    this.schema = compileSchema(source);
    this.object = toObjectSchema(this.schema.json);
  }

  /** For a model that can use tools. */
  get tool(): SamplingToolEntry {
    const description =
      'Give your final answer by calling this tool. Call it once, when you have all you need.';
    return { name: FINAL_TOOL, description, inputSchema: this.object.json };
  }

  /** For a model that cannot: words for its system prompt. */
  get instruction(): string {
    return `Answer with one JSON value and nothing else: no explanation, no code fence. It must be valid against this JSON Schema:\n${JSON.stringify(this.schema.json)}`;
  }

  judgeInput(input: Readonly<Record<string, unknown>>): Promise<Judged> {
    return this.judge(this.object.unwrap(input));
  }

  async judgeText(answer: SamplingAnswer): Promise<Judged> {
    const text = textOf(answer);
    const found = jsonInText(text);
    if (!found) return { ok: false, problems: [{ path: '', message: 'the answer is not JSON' }], text };
    return { ...(await this.judge(found.value)), text };
  }

  private async judge(given: unknown): Promise<Judged> {
    const text = JSON.stringify(given) ?? '';
    const parsed = await this.schema.parse(given);
    return parsed.ok
      ? { ok: true, value: parsed.value, text }
      : { ok: false, problems: parsed.problems, text };
  }
}
