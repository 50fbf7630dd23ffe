import type { JsonSchema, ParseResult } from '../../../schema/index.js';

/** The fields a client sent. */
export type FormContent = Readonly<Record<string, unknown>>;

/** How a form is asked for, and how its answer is read. */
export interface FormPlan {
  /** The schema as the protocol has it: flat, and with the keywords that every client knows. */
  readonly schema: JsonSchema;

  /** Judges an answer by all the form says, also by what the protocol's schema cannot say. */
  read(content: FormContent): Promise<ParseResult<unknown>>;

  /** What a person sees instead of a field's name. */
  readonly labels: ReadonlyMap<string, string>;
}
