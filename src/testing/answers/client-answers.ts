import type { AskedForm, FormAnswer } from './form-answers.js';
import type { Scripted } from './script.js';

/** What the server asks the client's model. */
export type AskedSample = Readonly<Record<string, unknown>>;

/** How the client under test answers what a server asks; it declares the capability for each that is given. */
export interface ClientAnswers {
  /** A function that answers every question, or one answer for each question, in their order. */
  readonly onElicit?:
    ((asked: AskedForm) => FormAnswer | Promise<FormAnswer>) | Scripted<AskedForm, FormAnswer>;
  /** A text is what the model says; a whole result is sent as it is. */
  readonly onSample?:
    | ((asked: AskedSample) => string | object | Promise<string | object>)
    | Scripted<AskedSample, string | object>;
  /** `file:` URIs. */
  readonly roots?: readonly string[];
  /**
   * What the client declares, instead of what its answers make it declare: `{}` is a client that can be asked nothing.
   * Over the protocol as it is, such as `{ elicitation: { form: {} } }`.
   */
  readonly capabilities?: Readonly<Record<string, unknown>>;
}
