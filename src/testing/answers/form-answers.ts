/** What a form or URL question asks. */
export interface AskedForm {
  readonly message: string;
  readonly mode?: 'form' | 'url';
  readonly requestedSchema?: Readonly<Record<string, unknown>>;
  readonly url?: string;
}

/** How a person answers. */
export interface FormAnswer {
  readonly action: 'accept' | 'decline' | 'cancel';
  readonly content?: Readonly<Record<string, unknown>>;
}

/**
 * A form that was filled in.
 *
 * @param value the fields of the form; or the one value that was asked for
 * @example
 * ```ts
 * const client = await createTestClient(AppModule, { onElicit: [accept(4), accept({ name: 'Ada' }), decline] });
 * ```
 */
export function accept(value?: unknown): FormAnswer {
  const isForm = typeof value === 'object' && value !== null && !Array.isArray(value);
  const content = isForm ? (value as Readonly<Record<string, unknown>>) : { value };
  return { action: 'accept', ...(value !== undefined && { content }) };
}

/** A person who read the question and said no. */
export const decline: FormAnswer = { action: 'decline' };

/** A person who closed the question without an answer. */
export const cancel: FormAnswer = { action: 'cancel' };
