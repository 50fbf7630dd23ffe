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

/** How the client under test answers what a server asks; it declares the capability for each that is given. */
export interface ClientAnswers {
  readonly onElicit?: (asked: AskedForm) => FormAnswer | Promise<FormAnswer>;
  /** A text is what the model says; a whole result is sent as it is. */
  readonly onSample?: (
    asked: Readonly<Record<string, unknown>>,
  ) => string | object | Promise<string | object>;
  /** `file:` URIs. */
  readonly roots?: readonly string[];
}

/** What a client with these answers declares. */
export function clientCapabilities({ onElicit, onSample, roots }: ClientAnswers) {
  return {
    ...(onElicit && { elicitation: { form: {}, url: {} } }),
    ...(onSample && { sampling: { tools: {} } }),
    ...(roots && { roots: {} }),
  };
}

/** The answers by the method of the question, as raw results. */
export function answerers({
  onElicit,
  onSample,
  roots,
}: ClientAnswers): Readonly<Record<string, ((params: never) => Promise<object>) | undefined>> {
  return {
    'elicitation/create': onElicit && (async (params: AskedForm) => ({ ...(await onElicit(params)) })),
    'sampling/createMessage':
      onSample &&
      (async (params: Readonly<Record<string, unknown>>) => {
        const said = await onSample(params);
        return typeof said === 'string'
          ? { model: 'test', role: 'assistant', stopReason: 'endTurn', content: { type: 'text', text: said } }
          : said;
      }),
    'roots/list': roots && (() => Promise.resolve({ roots: roots.map((uri) => ({ uri })) })),
  };
}
